package io.hongyan.broker.event;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.charset.StandardCharsets;

/// How many messages clients published to topics below one first level, and how many were sent to clients. Each shard
/// counts in cells of its own, without an atomic instruction; any thread reads, and may see slightly old values.
public final class TopicTraffic {
    private static final VarHandle CELL = MethodHandles.arrayElementVarHandle(long[].class);

    /// Cells of a shard: two that count, and so many that no other shard writes to the same cache line.
    private static final int STRIDE = 16;

    private final String parent;
    private final byte[] level;
    private final long[] cells;

    /// @param parent the first level of the topics
    public TopicTraffic(String parent, int shards) {
        this.parent = parent;
        this.level = parent.getBytes(StandardCharsets.UTF_8);
        this.cells = new long[(shards + 1) * STRIDE];
    }

    public String parent() {
        return parent;
    }

    /// Counts a message of a client, if it is to such a topic. Only on that shard.
    public void received(int shard, byte[] topic) {
        if (has(topic)) {
            add(shard * STRIDE);
        }
    }

    /// Counts a message to a client, if it is of such a topic. Only on that shard.
    public void sent(int shard, byte[] topic) {
        if (has(topic)) {
            add(shard * STRIDE + 1);
        }
    }

    private boolean has(byte[] topic) {
        int length = level.length;
        if (topic.length < length || (topic.length > length && topic[length] != '/')) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (topic[i] != level[i]) {
                return false;
            }
        }
        return true;
    }

    private void add(int cell) {
        CELL.setOpaque(cells, cell, cells[cell] + 1);
    }

    public long messagesReceived() {
        return sum(0);
    }

    public long messagesSent() {
        return sum(1);
    }

    private long sum(int first) {
        long sum = 0;
        for (int cell = first; cell < cells.length; cell += STRIDE) {
            sum += (long) CELL.getOpaque(cells, cell);
        }
        return sum;
    }
}
