package io.hongyan.broker.event;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/// What the clients of one instance sent and got on one shard. Its thread alone counts, without an atomic instruction;
/// any thread reads, and may see a slightly old value.
public final class InstanceTraffic {
    private static final VarHandle CELL = MethodHandles.arrayElementVarHandle(long[].class);
    private static final int RECEIVED = 0;
    private static final int BYTES_RECEIVED = 1;
    private static final int SENT = 2;
    private static final int BYTES_SENT = 3;

    private final long[] cells = new long[4];

    /// A message of a client was accepted. Shard thread only.
    public void received(int payloadBytes) {
        add(RECEIVED, 1);
        add(BYTES_RECEIVED, payloadBytes);
    }

    /// A message was sent to a client. Shard thread only.
    public void sent(int payloadBytes) {
        add(SENT, 1);
        add(BYTES_SENT, payloadBytes);
    }

    public long messagesReceived() {
        return value(RECEIVED);
    }

    public long bytesReceived() {
        return value(BYTES_RECEIVED);
    }

    public long messagesSent() {
        return value(SENT);
    }

    public long bytesSent() {
        return value(BYTES_SENT);
    }

    private void add(int cell, long amount) {
        CELL.setOpaque(cells, cell, cells[cell] + amount);
    }

    private long value(int cell) {
        return (long) CELL.getOpaque(cells, cell);
    }
}
