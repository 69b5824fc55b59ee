package io.hongyan.store.rocksdb;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.rocksdb.Checkpoint;
import org.rocksdb.ColumnFamilyDescriptor;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.FlushOptions;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.Snapshot;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;

/// The open database: its tables, and the few calls that are made of it. Any thread may read; one thread writes.
///
/// After a failed write RocksDB takes no more until it is opened again, which [#reopen] does while readers wait.
final class Engine implements AutoCloseable {
    /// Rises with every change of what is written.
    static final int FORMAT = 1;

    private static final byte[] THIS_FORMAT =
            ByteBuffer.allocate(4).putInt(FORMAT).array();
    private static final byte[] FORMAT_KEY = "format".getBytes(UTF_8);
    private static final byte[] STARTS_KEY = "starts".getBytes(UTF_8);
    private static final byte[] TIME_KEY = "time".getBytes(UTF_8);

    static {
        RocksDB.loadLibrary();
    }

    private final Path folder;
    private final Mode mode;
    private final Tuning tuning;
    private final WriteOptions synced = new WriteOptions().setSync(true);
    private final WriteOptions unsynced = new WriteOptions();
    private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();
    private final Map<Table, ColumnFamilyHandle> tables = new EnumMap<>(Table.class);
    private @Nullable RocksDB db;
    private long starts;
    private long recordedMillis;

    /// How a database is opened.
    private enum Mode {
        /// To be used. A record that was cut off by a crash at the end of a log is let go, any other damage refused.
        USE,
        /// To be looked at, with the same demands.
        LOOK,
        /// To save what can be read.
        SAVE
    }

    private Engine(Path folder, Mode mode) {
        this.folder = folder;
        this.mode = mode;
        this.tuning = new Tuning(mode == Mode.SAVE);
    }

    /// Opens a database, or makes one in an empty folder.
    static Engine open(Path folder) {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new StoreProblem("cannot make the store folder " + folder + "; make it writable", e);
        }
        return open(folder, Mode.USE);
    }

    /// Opens a database that no process uses, to be looked at: nothing is changed.
    static Engine look(Path folder) {
        return open(folder, Mode.LOOK);
    }

    /// Opens a database however damaged it is, to read what can be read.
    static Engine save(Path folder) {
        return open(folder, Mode.SAVE);
    }

    private static Engine open(Path folder, Mode mode) {
        Engine engine = new Engine(folder, mode);
        try {
            engine.openDatabase();
            engine.checkFormat();
            return engine;
        } catch (RocksDBException e) {
            engine.close();
            throw new StoreProblem(engine.why(e), e);
        } catch (StoreProblem e) {
            engine.close();
            throw e;
        }
    }

    /// What to tell the operator when the database cannot be opened or read.
    private String why(RocksDBException e) {
        String message = String.valueOf(e.getMessage());
        if (message.contains("LOCK")) {
            return "the store in " + folder + " is in use by another process: " + message;
        }
        if (message.contains("Permission denied") || message.contains("Read-only file system")) {
            return "cannot write the store in " + folder + "; make the folder and its files writable for the user that"
                    + " runs the service: " + message;
        }
        Path data = folder.toAbsolutePath().getParent();
        String advice = mode == Mode.SAVE
                ? "not even a part can be read; go back to a copy with 'hongyan store restore'"
                : "if it is damaged, 'hongyan store check --data " + data + "' says how far, and 'hongyan store repair"
                        + " --data " + data + "' saves the rest";
        return "cannot use the store in " + folder + ": " + message + "; " + advice;
    }

    /// The problem to report when a table cannot be read.
    StoreProblem unreadable(RocksDBException e) {
        return new StoreProblem(why(e), e);
    }

    private void openDatabase() throws RocksDBException {
        List<ColumnFamilyDescriptor> descriptors = new ArrayList<>();
        for (Table table : Table.values()) {
            descriptors.add(new ColumnFamilyDescriptor(table.label(), tuning.ofTables()));
        }
        List<ColumnFamilyHandle> handles = new ArrayList<>();
        db = mode == Mode.USE
                ? RocksDB.open(tuning.ofDatabase(), folder.toString(), descriptors, handles)
                : RocksDB.openReadOnly(tuning.ofDatabase(), folder.toString(), descriptors, handles);
        for (Table table : Table.values()) {
            tables.put(table, handles.get(tables.size()));
        }
    }

    private void checkFormat() throws RocksDBException {
        byte[] format = database().get(FORMAT_KEY);
        if (format == null ? !isEmpty() : !Arrays.equals(format, THIS_FORMAT)) {
            throw new StoreProblem("the store in " + folder + " has "
                    + (format == null || format.length != 4
                            ? "no format number"
                            : "format " + ByteBuffer.wrap(format).getInt())
                    + ", this program reads format " + FORMAT
                    + "; use the version that wrote it, or another data folder");
        }
        if (mode != Mode.USE) {
            return;
        }
        byte[] last = database().get(STARTS_KEY);
        starts = last == null ? 1 : ByteBuffer.wrap(last).getLong() + 1;
        byte[] time = database().get(TIME_KEY);
        recordedMillis = time == null ? 0 : ByteBuffer.wrap(time).getLong();
        try (WriteBatch batch = new WriteBatch()) {
            batch.put(FORMAT_KEY, THIS_FORMAT);
            batch.put(STARTS_KEY, ByteBuffer.allocate(8).putLong(starts).array());
            database().write(synced, batch);
        }
    }

    private boolean isEmpty() throws RocksDBException {
        boolean[] met = {false};
        for (Table table : Table.values()) {
            scan(table, new byte[0], (_, _, _) -> {
                met[0] = true;
                return false;
            });
        }
        return !met[0];
    }

    /// How often this store was opened, this time included.
    long starts() {
        return starts;
    }

    /// The broker's time with which the last write before this start was made; 0 for none.
    long recordedMillis() {
        return recordedMillis;
    }

    ColumnFamilyHandle table(Table table) {
        ColumnFamilyHandle handle = tables.get(table);
        if (handle == null) {
            throw new StoreProblem("the store in " + folder + " is closed");
        }
        return handle;
    }

    /// Writes the changes, and with them the time, all or nothing.
    ///
    /// @param time the broker's wall milliseconds
    void write(Changes changes, long time, boolean sync) throws RocksDBException {
        try (WriteBatch batch = new WriteBatch()) {
            changes.fill(batch, this);
            batch.put(TIME_KEY, ByteBuffer.allocate(8).putLong(time).array());
            database().write(sync ? synced : unsynced, batch);
        }
    }

    /// Writes the changes, all or nothing.
    void write(Changes changes, boolean sync) throws RocksDBException {
        try (WriteBatch batch = new WriteBatch()) {
            changes.fill(batch, this);
            database().write(sync ? synced : unsynced, batch);
        }
    }

    void sync() throws RocksDBException {
        database().syncWal();
    }

    byte @Nullable [] get(Table table, byte[] key) throws RocksDBException {
        lock.readLock().lock();
        try {
            return database().get(table(table), key);
        } finally {
            lock.readLock().unlock();
        }
    }

    /// Meets the rows from that key on as long as the visitor wants more.
    void scan(Table table, byte[] from, Visitor visitor) throws RocksDBException {
        lock.readLock().lock();
        Snapshot snapshot = database().getSnapshot();
        try (ReadOptions reading = new ReadOptions().setSnapshot(snapshot);
                RocksIterator rows = database().newIterator(table(table), reading)) {
            Reading same = (other, key) -> database().get(table(other), reading, key);
            for (rows.seek(from); rows.isValid() && visitor.visit(rows.key(), rows.value(), same); rows.next()) {
                // the visitor does the work
            }
            rows.status();
        } finally {
            database().releaseSnapshot(snapshot);
            lock.readLock().unlock();
        }
    }

    /// Runs something that reads with iterators: [#reopen] waits for its end.
    void read(Scan scan) throws RocksDBException {
        lock.readLock().lock();
        try {
            scan.run();
        } finally {
            lock.readLock().unlock();
        }
    }

    /// Several reads.
    interface Scan {
        void run() throws RocksDBException;
    }

    /// An iterator over a whole table, to be used within [#read], or before anything is written.
    RocksIterator iterator(Table table) {
        return database().newIterator(table(table));
    }

    /// Sees a row.
    interface Visitor {
        /// @param same reads other rows of the same moment
        /// @return whether to go on
        boolean visit(byte[] key, byte[] value, Reading same) throws RocksDBException;
    }

    /// Reads one row.
    interface Reading {
        byte @Nullable [] get(Table table, byte[] key) throws RocksDBException;
    }

    /// Closes the database and opens it again, as is needed after a failed write.
    void reopen() throws RocksDBException {
        lock.writeLock().lock();
        try {
            closeDatabase();
            openDatabase();
        } finally {
            lock.writeLock().unlock();
        }
    }

    /// Writes a copy of the present state, of files that are shared with this one where the file system can.
    void checkpoint(Path target) {
        lock.readLock().lock();
        try (Checkpoint checkpoint = Checkpoint.create(database())) {
            checkpoint.createCheckpoint(target.toString());
        } catch (RocksDBException e) {
            throw new StoreProblem("cannot write the copy " + target, e);
        } finally {
            lock.readLock().unlock();
        }
    }

    /// Reads every file and compares its checksums.
    void verify() throws RocksDBException {
        database().verifyChecksum();
    }

    /// Begins to write what is only in memory and in the log into tables, without waiting for it. The log is then given
    /// up, and tables in which much was deleted are rewritten.
    void flush(Table... which) throws RocksDBException {
        lock.readLock().lock();
        try (FlushOptions flushing = new FlushOptions().setWaitForFlush(false)) {
            database().flush(flushing, Stream.of(which).map(this::table).toList());
        } finally {
            lock.readLock().unlock();
        }
    }

    /// Gives back the space of what was deleted, at once.
    void compact() throws RocksDBException {
        lock.readLock().lock();
        try {
            for (Table table : Table.values()) {
                database().compactRange(table(table));
            }
        } finally {
            lock.readLock().unlock();
        }
    }

    /// A number that RocksDB keeps of all tables together.
    long property(String name) {
        lock.readLock().lock();
        try {
            long sum = 0;
            for (Table table : Table.values()) {
                sum += database().getLongProperty(table(table), name);
            }
            return sum;
        } catch (RocksDBException e) {
            throw new StoreProblem("the store does not answer " + name, e);
        } finally {
            lock.readLock().unlock();
        }
    }

    private RocksDB database() {
        RocksDB present = db;
        if (present == null) {
            throw new StoreProblem("the store in " + folder + " is closed");
        }
        return present;
    }

    private void closeDatabase() {
        tables.values().forEach(ColumnFamilyHandle::close);
        tables.clear();
        if (db != null) {
            db.close();
            db = null;
        }
    }

    @Override
    public void close() {
        lock.writeLock().lock();
        try {
            closeDatabase();
        } finally {
            lock.writeLock().unlock();
        }
        synced.close();
        unsynced.close();
        tuning.close();
    }
}
