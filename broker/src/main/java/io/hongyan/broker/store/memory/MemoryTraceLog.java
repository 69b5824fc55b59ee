package io.hongyan.broker.store.memory;

import io.hongyan.broker.store.StoreException;
import io.hongyan.broker.store.TraceLog;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.SortedMap;
import java.util.TreeMap;

/// Rows by hour on the heap. Any thread.
public final class MemoryTraceLog implements TraceLog {
    private final TreeMap<Integer, TreeMap<byte[], byte[]>> hours = new TreeMap<>();
    private final TreeMap<Integer, Long> bytes = new TreeMap<>();
    private boolean closed;

    @Override
    public synchronized void append(List<Row> rows) {
        checkOpen();
        for (Row row : rows) {
            hours.computeIfAbsent(row.hour(), _ -> new TreeMap<>(Arrays::compareUnsigned))
                    .put(row.key(), row.value());
            bytes.merge(row.hour(), (long) row.bytes(), Long::sum);
        }
    }

    @Override
    public void scan(int hour, byte[] prefix, boolean newestFirst, Visitor visitor) {
        for (Map.Entry<byte[], byte[]> row : rows(hour, prefix, newestFirst)) {
            if (!visitor.visit(row.getKey(), row.getValue())) {
                return;
            }
        }
    }

    private synchronized List<Map.Entry<byte[], byte[]>> rows(int hour, byte[] prefix, boolean newestFirst) {
        checkOpen();
        List<Map.Entry<byte[], byte[]>> found = new ArrayList<>();
        NavigableMap<byte[], byte[]> all = hours.get(hour);
        if (all != null) {
            for (Map.Entry<byte[], byte[]> row : all.tailMap(prefix, true).entrySet()) {
                byte[] key = row.getKey();
                if (key.length < prefix.length || !Arrays.equals(key, 0, prefix.length, prefix, 0, prefix.length)) {
                    break;
                }
                found.add(Map.entry(key, row.getValue()));
            }
        }
        return newestFirst ? found.reversed() : found;
    }

    @Override
    public synchronized SortedMap<Integer, Long> hours() {
        return new TreeMap<>(bytes);
    }

    @Override
    public synchronized void drop(int hour) {
        checkOpen();
        hours.remove(hour);
        bytes.remove(hour);
    }

    private void checkOpen() {
        if (closed) {
            throw new StoreException("the traces are closed");
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
    }
}
