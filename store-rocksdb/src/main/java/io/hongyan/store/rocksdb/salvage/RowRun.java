package io.hongyan.store.rocksdb.salvage;

import io.hongyan.store.rocksdb.engine.Engine;
import io.hongyan.store.rocksdb.engine.Table;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDBException;

/// Rows that were read one after the other.
///
/// @param end the key of the last one, or the key where the run began
/// @param next the first key that was not read
/// @param fault why the run ended; null when it came to its end
record RowRun(long rows, byte[] end, byte[] next, @Nullable String fault) {
    /// @param to exclusive; null for the end of the table
    static RowRun read(Engine engine, Table table, byte[] from, byte @Nullable [] to, RowSource.Sink sink) {
        long[] rows = {0};
        byte[][] last = {null};
        String fault = null;
        try {
            engine.scan(table, from, (key, value, _) -> {
                if (to != null && Arrays.compareUnsigned(key, to) >= 0) {
                    return false;
                }
                sink.row(key, value);
                rows[0]++;
                last[0] = key;
                return true;
            });
        } catch (RocksDBException e) {
            fault = String.valueOf(e.getMessage());
        }
        return last[0] == null
                ? new RowRun(0, from, from, fault)
                : new RowRun(rows[0], last[0], Arrays.copyOf(last[0], last[0].length + 1), fault);
    }
}
