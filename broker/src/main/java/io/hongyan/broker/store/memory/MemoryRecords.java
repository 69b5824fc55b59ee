package io.hongyan.broker.store.memory;

import io.hongyan.broker.store.RecordTable;
import io.hongyan.broker.store.StoreException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// Rows by key on the heap. Any thread.
final class MemoryRecords implements RecordTable {
    private final TreeMap<byte[], byte[]> rows = new TreeMap<>(Arrays::compareUnsigned);
    private boolean closed;

    @Override
    public synchronized byte @Nullable [] get(byte[] key) {
        checkOpen();
        byte[] value = rows.get(key);
        return value == null ? null : value.clone();
    }

    @Override
    public synchronized List<Row> scan(byte[] prefix, byte @Nullable [] after, int limit) {
        RecordTable.checkLimit(limit);
        checkOpen();
        SortedMap<byte[], byte[]> tail = after == null || Arrays.compareUnsigned(after, prefix) < 0
                ? rows.tailMap(prefix, true)
                : rows.tailMap(after, false);
        List<Row> found = new ArrayList<>();
        for (Map.Entry<byte[], byte[]> row : tail.entrySet()) {
            if (found.size() == limit || !startsWith(row.getKey(), prefix)) {
                break;
            }
            found.add(new Row(row.getKey().clone(), row.getValue().clone()));
        }
        return found;
    }

    @Override
    public CompletableFuture<Void> write(List<Change> changes) {
        RecordTable.checkCount(changes);
        try {
            apply(changes);
            return CompletableFuture.completedFuture(null);
        } catch (StoreException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private synchronized void apply(List<Change> changes) {
        checkOpen();
        for (Change change : changes) {
            switch (change) {
                case Change.Put put -> rows.put(put.key().clone(), put.value().clone());
                case Change.Delete delete -> rows.remove(delete.key());
                case Change.DeletePrefix delete -> deletePrefix(delete.key());
            }
        }
    }

    private void deletePrefix(byte[] prefix) {
        var keys = rows.tailMap(prefix, true).keySet().iterator();
        while (keys.hasNext() && startsWith(keys.next(), prefix)) {
            keys.remove();
        }
    }

    private static boolean startsWith(byte[] key, byte[] prefix) {
        return key.length >= prefix.length && Arrays.equals(key, 0, prefix.length, prefix, 0, prefix.length);
    }

    private void checkOpen() {
        if (closed) {
            throw new StoreException("the store is closed");
        }
    }

    synchronized void open() {
        closed = false;
    }

    synchronized void close() {
        closed = true;
    }
}
