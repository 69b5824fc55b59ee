package io.hongyan.store.rocksdb.trace;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.hongyan.broker.store.StoreException;
import io.hongyan.broker.store.TraceLog;
import io.hongyan.store.rocksdb.engine.StoreFolder;
import io.hongyan.store.rocksdb.row.KeyCodec;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.NavigableMap;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.jspecify.annotations.Nullable;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.Slice;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;

/// Rows by hour in a RocksDB database. Keys begin with the hour, so that an old hour is a range of files: whole files
/// are removed at once, and only those are rewritten that share a file with another hour.
///
/// | key | value |
/// |---|---|
/// | hour (4 bytes), key of the row | value of the row |
/// | 0xffffffff, hour | bytes of all rows of the hour, 8 bytes |
public final class RocksDbTraceLog implements TraceLog {
    static {
        RocksDB.loadLibrary();
    }

    private static final int SIZES = -1;
    private static final byte[] FORMAT_KEY = hourKey(SIZES, "format".getBytes(US_ASCII));
    private static final byte[] FORMAT = {1};

    private final Path folder;
    private final TraceOptions options = new TraceOptions();
    private final WriteOptions unsynced = new WriteOptions();
    private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();
    private final NavigableMap<Integer, Long> sizes = new ConcurrentSkipListMap<>();
    private @Nullable RocksDB db;

    private RocksDbTraceLog(Path folder) {
        this.folder = folder;
    }

    /// Opens the traces in a folder, or creates them. Reads one row for each hour.
    ///
    /// @throws StoreException when they cannot be used
    public static RocksDbTraceLog open(Path folder) {
        RocksDbTraceLog log = new RocksDbTraceLog(folder);
        boolean opened = false;
        try {
            StoreFolder.make(folder);
            log.db = RocksDB.open(log.options.database(), folder.toString());
            log.readSizes();
            opened = true;
            return log;
        } catch (IOException | RocksDBException e) {
            throw new StoreException("cannot open the traces in " + folder, e);
        } finally {
            if (!opened) {
                log.close();
            }
        }
    }

    private void readSizes() throws RocksDBException {
        byte[] format = database().get(FORMAT_KEY);
        if (format != null && !Arrays.equals(format, FORMAT)) {
            throw new StoreException("the traces in " + folder + " have another format; remove the folder");
        }
        database().put(FORMAT_KEY, FORMAT);
        visit(hourKey(SIZES, new byte[0]), false, (key, value) -> {
            if (key.length == 2 * Integer.BYTES && value.length == Long.BYTES) {
                sizes.put(
                        ByteBuffer.wrap(key).getInt(Integer.BYTES),
                        ByteBuffer.wrap(value).getLong());
            }
            return true;
        });
    }

    private static byte[] hourKey(int hour, byte[] key) {
        return ByteBuffer.allocate(Integer.BYTES + key.length)
                .putInt(hour)
                .put(key)
                .array();
    }

    private static byte[] sizeKey(int hour) {
        return ByteBuffer.allocate(2 * Integer.BYTES).putInt(SIZES).putInt(hour).array();
    }

    private RocksDB database() {
        RocksDB present = db;
        if (present == null) {
            throw new StoreException("the traces in " + folder + " are closed");
        }
        return present;
    }

    @Override
    public void append(List<Row> rows) {
        lock.readLock().lock();
        try (WriteBatch batch = new WriteBatch()) {
            SortedMap<Integer, Long> grown = new TreeMap<>();
            for (Row row : rows) {
                batch.put(hourKey(row.hour(), row.key()), row.value());
                grown.merge(row.hour(), (long) row.bytes(), Long::sum);
            }
            for (var hour : grown.entrySet()) {
                hour.setValue(hour.getValue() + sizes.getOrDefault(hour.getKey(), 0L));
                batch.put(sizeKey(hour.getKey()), KeyCodec.of(hour.getValue()));
            }
            database().write(unsynced, batch);
            sizes.putAll(grown);
        } catch (RocksDBException e) {
            throw new StoreException("cannot write traces to " + folder, e);
        } finally {
            lock.readLock().unlock();
        }
    }

    @Override
    public void scan(int hour, byte[] prefix, boolean newestFirst, Visitor visitor) {
        lock.readLock().lock();
        try {
            visit(
                    hourKey(hour, prefix),
                    newestFirst,
                    (key, value) -> visitor.visit(Arrays.copyOfRange(key, Integer.BYTES, key.length), value));
        } catch (RocksDBException e) {
            throw new StoreException("cannot read traces of " + folder, e);
        } finally {
            lock.readLock().unlock();
        }
    }

    private void visit(byte[] prefix, boolean backwards, Visitor visitor) throws RocksDBException {
        try (Slice low = new Slice(prefix);
                Slice high = new Slice(KeyCodec.afterPrefix(prefix, prefix.length));
                ReadOptions reading =
                        new ReadOptions().setIterateLowerBound(low).setIterateUpperBound(high);
                RocksIterator rows = database().newIterator(reading)) {
            if (backwards) {
                rows.seekToLast();
            } else {
                rows.seekToFirst();
            }
            while (rows.isValid() && visitor.visit(rows.key(), rows.value())) {
                if (backwards) {
                    rows.prev();
                } else {
                    rows.next();
                }
            }
            rows.status();
        }
    }

    @Override
    public SortedMap<Integer, Long> hours() {
        return new TreeMap<>(sizes);
    }

    @Override
    public void drop(int hour) {
        byte[] from = hourKey(hour, new byte[0]);
        byte[] to = hourKey(hour + 1, new byte[0]);
        lock.readLock().lock();
        try (WriteBatch batch = new WriteBatch()) {
            // files that hold nothing else first: the tombstone of the range then meets next to nothing
            database().deleteFilesInRanges(database().getDefaultColumnFamily(), List.of(from, to), false);
            batch.deleteRange(from, to);
            batch.delete(sizeKey(hour));
            database().write(unsynced, batch);
            sizes.remove(hour);
            database().compactRange(from, to); // what shared a file with other hours
        } catch (RocksDBException e) {
            throw new StoreException("cannot drop old traces of " + folder, e);
        } finally {
            lock.readLock().unlock();
        }
    }

    @Override
    public void close() {
        lock.writeLock().lock();
        try {
            if (db != null) {
                db.close();
                db = null;
            }
            unsynced.close(); // closing twice does nothing
            options.close();
        } finally {
            lock.writeLock().unlock();
        }
    }
}
