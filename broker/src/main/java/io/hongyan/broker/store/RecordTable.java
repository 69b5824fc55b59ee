package io.hongyan.broker.store;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// Durable rows by key, apart from sessions and messages: what is too much for one file that each change writes anew.
/// Nothing of it is read when the store is opened, and the store does not know what it means: who writes a key chooses
/// a prefix that is its own, with the instance in it if the row is an instance's, for [Store#dropInstance] leaves rows
/// alone.
///
/// Keys and values are bytes. Keys sort as unsigned bytes. Arrays that are given are not changed afterwards by anybody.
public interface RecordTable {
    /// The most bytes of a key.
    int MAX_KEY = 1024;

    /// The most bytes of a value.
    int MAX_VALUE = 1 << 20;

    /// The most changes of one write, and rows of one scan.
    int MAX_ROWS = 10_000;

    /// Reads one row. May wait for the disk: any thread that may block.
    ///
    /// @return the value, null when there is none
    /// @throws StoreException when the disk cannot be read, or the store is closed
    byte @Nullable [] get(byte[] key);

    /// Reads rows in ascending order, of one moment. May wait for the disk: any thread that may block.
    ///
    /// @param prefix of the keys; empty for all
    /// @param after only keys greater than this one; null from the first
    /// @param limit at most how many rows, 1 to [#MAX_ROWS]
    /// @throws StoreException when the disk cannot be read, or the store is closed
    List<Row> scan(byte[] prefix, byte @Nullable [] after, int limit);

    /// Makes all changes, in their order, or none. Never waits. Any thread; what one thread writes stays in its order.
    ///
    /// @param changes at most [#MAX_ROWS]
    /// @return completes, on a thread of the store, when they are as durable as an acknowledged message is, and are
    ///         read from then on. While the disk is full or broken that is when it takes writes again. Exceptionally,
    ///         with a [StoreException], when the store is closed or has failed, which may be after the write, or when
    ///         too much waits for the disk. What hangs on it must be short
    CompletableFuture<Void> write(List<Change> changes);

    /// One row.
    record Row(byte[] key, byte[] value) {}

    /// One change of a write.
    sealed interface Change {
        /// The key, or the beginning of keys.
        byte[] key();

        /// The bytes of key and value.
        default int bytes() {
            return key().length;
        }

        /// Writes a row, which replaces one of the same key.
        record Put(byte[] key, byte[] value) implements Change {
            public Put {
                checkKey(key);
                if (value.length > MAX_VALUE) {
                    throw new IllegalArgumentException("a value of " + value.length + " bytes; the most is 1 MiB");
                }
            }

            @Override
            public int bytes() {
                return key.length + value.length;
            }
        }

        /// Deletes a row, if there is one.
        record Delete(byte[] key) implements Change {
            public Delete {
                checkKey(key);
            }
        }

        /// Deletes all rows whose keys begin with this, in one step, however many they are.
        record DeletePrefix(byte[] key) implements Change {
            public DeletePrefix {
                checkKey(key);
            }
        }

        private static void checkKey(byte[] key) {
            if (key.length == 0 || key.length > MAX_KEY) {
                throw new IllegalArgumentException("a key of " + key.length + " bytes; it has 1 to " + MAX_KEY);
            }
        }
    }

    /// Refuses arguments of [#scan] that are out of their range.
    static void checkLimit(int limit) {
        if (limit < 1 || limit > MAX_ROWS) {
            throw new IllegalArgumentException("a limit of " + limit + "; it is 1 to " + MAX_ROWS);
        }
    }

    /// Refuses arguments of [#write] that are out of their range.
    static void checkCount(List<Change> changes) {
        if (changes.size() > MAX_ROWS) {
            throw new IllegalArgumentException(changes.size() + " changes in one write; the most is " + MAX_ROWS);
        }
    }
}
