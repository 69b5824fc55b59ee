package io.hongyan.store.rocksdb.engine;

import io.hongyan.broker.store.StoreException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
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
import org.rocksdb.LiveFileMetaData;
import org.rocksdb.Range;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.SizeApproximationFlag;
import org.rocksdb.Slice;
import org.rocksdb.Snapshot;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;

/// The open RocksDB database: its column families and the operations on them. Any thread may read; one thread writes.
///
/// After a failed write RocksDB refuses further writes until it is opened again, which [#reopen] does while readers
/// wait.
public final class Engine implements AutoCloseable {
    static {
        RocksDB.loadLibrary();
    }

    private final Path folder;
    private final StoreFolder watched;
    private final WrittenFiles written;
    private final OpenMode mode;
    private final EngineOptions options;
    private final WriteOptions synced = new WriteOptions().setSync(true);
    private final WriteOptions unsynced = new WriteOptions();
    private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();
    private final Map<Table, ColumnFamilyHandle> tables = new EnumMap<>(Table.class);
    private @Nullable RocksDB db;
    private StoreNumbers numbers = StoreNumbers.NONE;

    private Engine(Path folder, OpenMode mode) {
        this.folder = folder;
        this.watched = new StoreFolder(folder);
        this.written = new WrittenFiles(folder, this::oldestLog);
        this.mode = mode;
        this.options = new EngineOptions(mode == OpenMode.SALVAGE);
    }

    /// Opens a database, or creates one in an empty folder.
    public static Engine open(Path folder) {
        try {
            StoreFolder.make(folder);
        } catch (IOException e) {
            throw new StoreException("cannot make the store folder " + folder + "; make it writable", e);
        }
        return open(folder, OpenMode.READ_WRITE);
    }

    /// Opens a database that no process uses for reading: nothing is changed.
    public static Engine openReadOnly(Path folder) {
        return open(folder, OpenMode.READ_ONLY);
    }

    /// Opens a damaged database to read what is readable.
    public static Engine openForSalvage(Path folder) {
        return open(folder, OpenMode.SALVAGE);
    }

    private static Engine open(Path folder, OpenMode mode) {
        Engine engine = new Engine(folder, mode);
        boolean opened = false;
        try {
            engine.openDatabase();
            engine.readNumbers();
            opened = true;
            return engine;
        } catch (RocksDBException e) {
            throw new StoreException(OpenFault.text(engine.folder, engine.mode, e), e);
        } finally {
            if (!opened) {
                engine.close();
            }
        }
    }

    /// Whether a store could not be opened because its files are not as they were written.
    public static boolean isDamage(RocksDBException refusal) {
        return OpenFault.isDamage(refusal);
    }

    /// What to do about a row that cannot be read, for a line of the log.
    public String advice() {
        return "to see what is damaged, stop the service and type '" + StoreCommands.of("check", folder) + "'";
    }

    /// The exception to report when a table cannot be read.
    public StoreException unreadable(RocksDBException e) {
        return new StoreException(OpenFault.text(folder, mode, e), e);
    }

    private void openDatabase() throws RocksDBException {
        List<Table> opening = StoredTables.toOpen(options, folder, mode);
        List<ColumnFamilyDescriptor> descriptors = opening.stream()
                .map(table -> new ColumnFamilyDescriptor(table.label(), options.tables()))
                .toList();
        List<ColumnFamilyHandle> handles = new ArrayList<>();
        db = mode == OpenMode.READ_WRITE
                ? RocksDB.open(options.database(), folder.toString(), descriptors, handles)
                : RocksDB.openReadOnly(options.database(), folder.toString(), descriptors, handles);
        for (Table table : opening) {
            tables.put(table, handles.get(tables.size()));
        }
        watched.opened();
        if (mode == OpenMode.READ_WRITE) {
            written.opened();
        }
    }

    private void readNumbers() throws RocksDBException {
        if (mode != OpenMode.SALVAGE) {
            numbers = StoreNumbers.read(database(), folder, this::isEmpty);
        } else {
            StoreNumbers.refuseOtherFormat(database(), folder);
        }
        if (mode == OpenMode.READ_WRITE) {
            numbers = numbers.nextStart(database(), synced);
        }
    }

    private boolean isEmpty() throws RocksDBException {
        boolean[] found = {false};
        for (Table table : Table.values()) {
            scan(table, new byte[0], (_, _, _) -> {
                found[0] = true;
                return false;
            });
        }
        return !found[0];
    }

    /// How often this store has been opened, including this time.
    public long starts() {
        return numbers.starts();
    }

    /// Makes durable that the numbers of starts up to this one are used: the next start begins behind them.
    public void reserveStarts(long number) {
        try (WriteBatch batch = new WriteBatch()) {
            StoreNumbers.putStarts(batch, number);
            database().write(synced, batch);
        } catch (RocksDBException e) {
            throw new StoreException("the store in " + folder + " cannot reserve ids: " + e.getMessage(), e);
        }
    }

    /// The time of the broker at the last write before this start, in wall milliseconds; 0 when there was none.
    public long recordedMillis() {
        return numbers.time();
    }

    ColumnFamilyHandle table(Table table) {
        ColumnFamilyHandle handle = tables.get(table);
        if (handle == null) {
            throw new StoreException("the store in " + folder + " is closed");
        }
        return handle;
    }

    /// Whether a database that is only read was written before there was this table.
    private boolean isMissing(Table table) {
        return db != null && !tables.containsKey(table);
    }

    /// Writes the rows and the time atomically.
    ///
    /// @param time of the broker, in wall milliseconds
    public void write(RowBatch rows, long time, boolean sync) throws RocksDBException {
        watched.check();
        try (WriteBatch batch = new WriteBatch()) {
            rows.addTo(batch, this);
            StoreNumbers.putTime(batch, time);
            database().write(sync ? synced : unsynced, batch);
        }
        if (sync || written.isDue()) {
            written.check(this::flushAll);
        }
    }

    private void flushAll() throws RocksDBException {
        try (FlushOptions flushing = new FlushOptions().setWaitForFlush(true)) {
            database().flush(flushing, List.copyOf(tables.values()));
        }
    }

    private long oldestLog() {
        try {
            return database().getLongProperty("rocksdb.min-log-number-to-keep");
        } catch (RocksDBException e) {
            throw new StoreException("the store does not tell its oldest log", e);
        }
    }

    /// Writes the rows atomically.
    public void write(RowBatch rows, boolean sync) throws RocksDBException {
        try (WriteBatch batch = new WriteBatch()) {
            rows.addTo(batch, this);
            database().write(sync ? synced : unsynced, batch);
        }
    }

    public void sync() throws RocksDBException {
        database().syncWal();
        written.check(this::flushAll);
    }

    public byte @Nullable [] get(Table table, byte[] key) throws RocksDBException {
        lock.readLock().lock();
        try {
            return isMissing(table) ? null : database().get(table(table), key);
        } finally {
            lock.readLock().unlock();
        }
    }

    /// Visits the rows from that key on, of one snapshot, until the visitor returns false.
    public void scan(Table table, byte[] from, Visitor visitor) throws RocksDBException {
        read(() -> {
            if (isMissing(table)) {
                return;
            }
            Snapshot snapshot = database().getSnapshot();
            try (ReadOptions reading = new ReadOptions().setSnapshot(snapshot);
                    RocksIterator rows = database().newIterator(table(table), reading)) {
                SnapshotReader snapshotReader = (other, key) -> database().get(table(other), reading, key);
                rows.seek(from);
                while (rows.isValid() && visitor.visit(rows.key(), rows.value(), snapshotReader)) {
                    rows.next();
                }
                rows.status();
            } finally {
                database().releaseSnapshot(snapshot);
            }
        });
    }

    /// Runs a task that reads with iterators; [#reopen] waits until it has ended.
    public void read(Scan scan) throws RocksDBException {
        lock.readLock().lock();
        try {
            scan.run();
        } finally {
            lock.readLock().unlock();
        }
    }

    /// A task with several reads.
    public interface Scan {
        void run() throws RocksDBException;
    }

    /// An iterator over a whole table, to be used within [#read], or before the writer has started.
    public RocksIterator iterator(Table table) {
        return database().newIterator(table(table));
    }

    /// Receives rows.
    public interface Visitor {
        /// @param snapshot reads other rows of the same snapshot
        /// @return whether to continue
        boolean visit(byte[] key, byte[] value, SnapshotReader snapshot) throws RocksDBException;
    }

    /// Reads single rows of a snapshot.
    public interface SnapshotReader {
        byte @Nullable [] get(Table table, byte[] key) throws RocksDBException;
    }

    /// Closes the database and opens it again, which RocksDB requires after a failed write.
    public void reopen() throws RocksDBException {
        watched.check();
        if (db != null) { // null after an attempt that could not open it
            written.check(this::flushAll); // closing would lose what only a removed log holds
        }
        lock.writeLock().lock();
        try {
            closeDatabase();
            openDatabase();
        } finally {
            lock.writeLock().unlock();
        }
    }

    /// Writes a copy of the current state. Files are hard links where the file system allows it.
    public void checkpoint(Path target) {
        try {
            read(() -> {
                try (Checkpoint checkpoint = Checkpoint.create(database())) {
                    checkpoint.createCheckpoint(target.toString());
                }
            });
        } catch (RocksDBException e) {
            throw new StoreException("cannot write the copy " + target, e);
        }
    }

    /// Reads every file and compares its checksums.
    public void verify() throws RocksDBException {
        database().verifyChecksum();
    }

    /// Starts flushing the memtables to table files, without waiting. The write-ahead log can then be deleted, and
    /// files with many deletions are compacted.
    public void flush(Table... which) throws RocksDBException {
        read(() -> {
            try (FlushOptions flushing = new FlushOptions().setWaitForFlush(false)) {
                database().flush(flushing, Stream.of(which).map(this::table).toList());
            }
        });
    }

    /// Compacts all tables now, which frees the space of deleted rows.
    public void compact() throws RocksDBException {
        read(() -> {
            for (Table table : Table.values()) {
                database().compactRange(table(table));
            }
        });
    }

    /// A RocksDB property, summed over all tables.
    public long property(String name) {
        long[] sum = {0};
        try {
            read(() -> {
                for (Table table : Table.values()) {
                    sum[0] += database().getLongProperty(table(table), name);
                }
            });
            return sum[0];
        } catch (RocksDBException e) {
            throw new StoreException("the store does not answer " + name, e);
        }
    }

    /// The table files that the manifest names.
    public List<LiveFileMetaData> files() {
        return database().getLiveFilesMetaData();
    }

    /// The bytes of table files between two keys, by the index of each file: it grows where a block ends.
    ///
    /// @param to exclusive
    public long bytesBetween(Table table, byte[] from, byte[] to) {
        try (Slice first = new Slice(from);
                Slice end = new Slice(to)) {
            return database()
                    .getApproximateSizes(
                            table(table), List.of(new Range(first, end)), SizeApproximationFlag.INCLUDE_FILES)[0];
        }
    }

    private RocksDB database() {
        RocksDB present = db;
        if (present == null) {
            throw new StoreException("the store in " + folder + " is closed");
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
        options.close();
    }
}
