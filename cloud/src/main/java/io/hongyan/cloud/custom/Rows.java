package io.hongyan.cloud.custom;

import io.hongyan.broker.store.RecordTable;
import io.hongyan.broker.store.RecordTable.Change;
import io.hongyan.broker.store.RecordTable.Row;
import io.hongyan.cloud.record.StripedLock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Rows that are changed one by one, and read in pages.
final class Rows {
    private static final int STEP = 1000;

    private final RecordTable table;
    private final StripedLock lock = new StripedLock();

    Rows(RecordTable table) {
        this.table = table;
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
    <T> T locked(String name, Supplier<T> change) {
        return lock.locked(name, change);
    }

    /// One page of rows.
    ///
    /// @param next of the page before; null for the first
    /// @param take what a row is; null for one that is not wanted
    /// @throws IllegalArgumentException when `next` is none of ours
    <T> Page<T> page(byte[] prefix, @Nullable String next, int limit, Function<Row, @Nullable T> take) {
        List<T> items = new ArrayList<>();
        byte @Nullable [] after = next == null ? null : key(prefix, next);
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

    /// Where a page that was answered ended.
    private static byte[] key(byte[] prefix, String next) {
        byte[] key = Base64.getUrlDecoder().decode(next);
        if (key.length < prefix.length || !Arrays.equals(prefix, 0, prefix.length, key, 0, prefix.length)) {
            throw new IllegalArgumentException("no row of this table: " + next);
        }
        return key;
    }
}
