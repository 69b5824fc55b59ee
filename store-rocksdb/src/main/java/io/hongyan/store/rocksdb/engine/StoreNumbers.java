package io.hongyan.store.rocksdb.engine;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.hongyan.broker.store.StoreException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;

/// The rows of [Table#META] that every store has: the version of its format, how often it was opened, and the time of
/// the broker at the last write.
///
/// @param starts how often the store was opened
/// @param time of the broker, in wall milliseconds; 0 for none
public record StoreNumbers(long starts, long time) {
    /// The version of the format. Increased with every incompatible change of keys or values.
    static final int FORMAT = 1;

    private static final byte[] FORMAT_KEY = "format".getBytes(UTF_8);
    private static final byte[] STARTS_KEY = "starts".getBytes(UTF_8);
    private static final byte[] TIME_KEY = "time".getBytes(UTF_8);

    /// What an empty store begins with.
    static final StoreNumbers NONE = new StoreNumbers(0, 0);

    /// @param empty whether the store has no rows
    /// @throws StoreException when the store has another format, or its numbers are not numbers
    static StoreNumbers read(RocksDB database, Path folder, Emptiness empty) throws RocksDBException {
        byte[] format = database.get(FORMAT_KEY);
        if (format == null ? !empty.check() : !isThisFormat(format)) {
            throw otherFormat(folder, format);
        }
        byte[] starts = database.get(STARTS_KEY);
        byte[] time = database.get(TIME_KEY);
        return new StoreNumbers(
                starts == null ? 0 : number(folder, "starts", starts), time == null ? 0 : number(folder, "time", time));
    }

    /// Whether a store has no rows.
    interface Emptiness {
        boolean check() throws RocksDBException;
    }

    /// @throws StoreException when a store that may be damaged has another format; not when that cannot be read
    static void refuseOtherFormat(RocksDB database, Path folder) {
        byte[] format;
        try {
            format = database.get(FORMAT_KEY);
        } catch (RocksDBException _) {
            return;
        }
        if (format != null && format.length == 4 && !isThisFormat(format)) {
            throw otherFormat(folder, format);
        }
    }

    private static boolean isThisFormat(byte[] format) {
        return Arrays.equals(format, ByteBuffer.allocate(4).putInt(FORMAT).array());
    }

    private static StoreException otherFormat(Path folder, byte @Nullable [] format) {
        return new StoreException("the store in " + folder + " has "
                + (format == null || format.length != 4
                        ? "no format number"
                        : "format " + ByteBuffer.wrap(format).getInt())
                + ", this program reads format " + FORMAT + "; use the version that wrote it, or another data folder");
    }

    private static long number(Path folder, String name, byte[] value) {
        if (value.length != 8) {
            throw new StoreException("the store in " + folder + " has no valid number '" + name
                    + "', without which new rows could replace old ones;"
                    + " go back to a copy ('" + StoreCommands.restore() + "')");
        }
        return ByteBuffer.wrap(value).getLong();
    }

    /// Records one more start.
    StoreNumbers nextStart(RocksDB database, WriteOptions writing) throws RocksDBException {
        StoreNumbers next = new StoreNumbers(starts + 1, time);
        try (WriteBatch batch = new WriteBatch()) {
            batch.put(FORMAT_KEY, ByteBuffer.allocate(4).putInt(FORMAT).array());
            putStarts(batch, next.starts);
            database.write(writing, batch);
        }
        return next;
    }

    static void putStarts(WriteBatch batch, long starts) throws RocksDBException {
        batch.put(STARTS_KEY, ByteBuffer.allocate(8).putLong(starts).array());
    }

    static void putTime(WriteBatch batch, long time) throws RocksDBException {
        batch.put(TIME_KEY, ByteBuffer.allocate(8).putLong(time).array());
    }

    /// Adds the rows of these numbers, for a store that is made from another one.
    public void addTo(RowBatch rows) {
        rows.put(Table.META, STARTS_KEY, ByteBuffer.allocate(8).putLong(starts).array());
        rows.put(Table.META, TIME_KEY, ByteBuffer.allocate(8).putLong(time).array());
    }

    /// The numbers that one row of [Table#META] tells.
    ///
    /// @return null for a row of another kind, the format included
    /// @throws IllegalArgumentException when it should be a number and is none
    public static @Nullable StoreNumbers of(byte[] key, byte[] value) {
        boolean starts = Arrays.equals(key, STARTS_KEY);
        if (!starts && !Arrays.equals(key, TIME_KEY)) {
            return null;
        }
        if (value.length != 8) {
            throw new IllegalArgumentException("a number has 8 bytes, not " + value.length);
        }
        long number = ByteBuffer.wrap(value).getLong();
        return starts ? new StoreNumbers(number, 0) : new StoreNumbers(0, number);
    }

    /// Whether a row tells the format: each store writes that of its own.
    public static boolean isFormat(byte[] key) {
        return Arrays.equals(key, FORMAT_KEY);
    }

    /// The higher of both, each for itself.
    public StoreNumbers max(StoreNumbers other) {
        return new StoreNumbers(Math.max(starts, other.starts), Math.max(time, other.time));
    }
}
