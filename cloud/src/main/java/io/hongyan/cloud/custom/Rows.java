package io.hongyan.cloud.custom;

import io.hongyan.broker.store.RecordTable;
import io.hongyan.broker.store.RecordTable.Change;
import io.hongyan.broker.store.RecordTable.Row;
import io.hongyan.cloud.record.IdentityType;
import io.hongyan.cloud.record.RowKey;
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
    <T extends @Nullable Object> T locked(String name, Supplier<T> change) {
        return lock.locked(name, change);
    }

    /// One page of rows.
    ///
    /// @param next of the page before; null for the first
    /// @param take what a row is; null for one that is not wanted
    /// @throws IllegalArgumentException when `next` is none of ours
    <T> Page<T> page(byte[] prefix, @Nullable String next, int limit, Function<Row, @Nullable T> take) {
        return page(List.of(prefix), next, limit, take);
    }

    /// One page of rows whose keys begin with one of some prefixes, in the order of these.
    <T> Page<T> page(List<byte[]> prefixes, @Nullable String next, int limit, Function<Row, @Nullable T> take) {
        List<T> items = new ArrayList<>();
        byte @Nullable [] last = next == null ? null : Base64.getUrlDecoder().decode(next);
        int first = last == null ? 0 : prefixOf(prefixes, last);
        for (byte[] prefix : prefixes.subList(first, prefixes.size())) {
            byte @Nullable [] after = last != null && begins(prefix, last) ? last : null;
            List<Row> rows;
            do {
                rows = table.scan(prefix, after, STEP);
                for (Row row : rows) {
                    T item = take.apply(row);
                    if (item != null) {
                        if (items.size() == limit && last != null) {
                            return new Page<>(
                                    items,
                                    Base64.getUrlEncoder().withoutPadding().encodeToString(last));
                        }
                        items.add(item);
                    }
                    after = row.key();
                    last = after;
                }
            } while (rows.size() == STEP);
        }
        return new Page<>(items, null);
    }

    /// Which of the prefixes has the key where a page that was answered ended.
    private static int prefixOf(List<byte[]> prefixes, byte[] key) {
        for (int i = 0; i < prefixes.size(); i++) {
            if (begins(prefixes.get(i), key)) {
                return i;
            }
        }
        throw new IllegalArgumentException("no row of this table begins a page");
    }

    /// Where rows are whose first name is a type, and whose second begins with a text.
    ///
    /// @param type null for each
    static List<byte[]> prefixes(String instance, char kind, @Nullable IdentityType type, String text) {
        return Arrays.stream(IdentityType.values())
                .filter(each -> type == null || each == type)
                .map(IdentityType::name)
                .sorted()
                .map(name -> RowKey.of(instance, kind, name, text))
                .toList();
    }

    private static boolean begins(byte[] prefix, byte[] key) {
        return key.length >= prefix.length && Arrays.equals(prefix, 0, prefix.length, key, 0, prefix.length);
    }
}
