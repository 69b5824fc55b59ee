package io.hongyan.cloud.custom;

import io.hongyan.broker.store.RecordTable;
import io.hongyan.broker.store.RecordTable.Change;
import io.hongyan.broker.store.RecordTable.Row;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Rows that are changed one by one, and read in pages.
final class Rows {
    private static final int LOCKS = 64;
    private static final int STEP = 1000;

    private final RecordTable table;
    private final ReentrantLock[] locks = new ReentrantLock[LOCKS];

    Rows(RecordTable table) {
        this.table = table;
        for (int i = 0; i < LOCKS; i++) {
            locks[i] = new ReentrantLock();
        }
    }

    byte @Nullable [] get(byte[] key) {
        return table.get(key);
    }

    /// All rows with a prefix.
    ///
    /// @param most 1 to 10,000; what is beyond is left out
    List<Row> all(byte[] prefix, int most) {
        return table.scan(prefix, null, most);
    }

    void write(Change... changes) {
        table.write(List.of(changes)).join();
    }

    /// Runs a look and a change of rows of one name, between which nobody else changes them.
    boolean locked(String name, BooleanSupplier change) {
        int hash = name.hashCode();
        ReentrantLock lock = locks[(hash ^ (hash >>> 16)) & (LOCKS - 1)];
        lock.lock();
        try {
            return change.getAsBoolean();
        } finally {
            lock.unlock();
        }
    }

    /// One page of rows.
    ///
    /// @param next of the page before; null for the first
    /// @param take what a row is; null for one that is not wanted
    /// @throws IllegalArgumentException when `next` is none of ours
    <T> Page<T> page(byte[] prefix, @Nullable String next, int limit, Function<Row, @Nullable T> take) {
        List<T> items = new ArrayList<>();
        byte @Nullable [] after = next == null ? null : Base64.getUrlDecoder().decode(next);
        while (true) {
            List<Row> rows = table.scan(prefix, after, STEP);
            for (Row row : rows) {
                T item = take.apply(row);
                if (item != null) {
                    if (items.size() == limit && after != null) {
                        return new Page<>(
                                items, Base64.getUrlEncoder().withoutPadding().encodeToString(after));
                    }
                    items.add(item);
                }
                after = row.key();
            }
            if (rows.size() < STEP) {
                return new Page<>(items, null);
            }
        }
    }
}
