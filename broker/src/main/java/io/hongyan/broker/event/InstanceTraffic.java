package io.hongyan.broker.event;

import io.hongyan.codec.QoS;
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
    private static final int WEIGHT = 4;

    private final long[] cells = new long[5];

    /// A message of a client was accepted. Shard thread only.
    ///
    /// @param clean whether the client has a clean session
    public void received(int payloadBytes, QoS qos, boolean clean) {
        add(RECEIVED, 1);
        add(BYTES_RECEIVED, payloadBytes);
        add(WEIGHT, weight(qos, clean));
    }

    /// A message was sent to a client. Shard thread only.
    ///
    /// @param clean whether the client has a clean session
    public void sent(int payloadBytes, QoS qos, boolean clean) {
        add(SENT, 1);
        add(BYTES_SENT, payloadBytes);
        add(WEIGHT, weight(qos, clean));
    }

    /// For how many messages one counts in the cloud service's messages a second.
    private static int weight(QoS qos, boolean clean) {
        return switch (qos) {
            case AT_MOST_ONCE -> 1;
            case AT_LEAST_ONCE -> clean ? 2 : 5;
            case EXACTLY_ONCE -> 5;
        };
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

    /// Those received and those sent, each as many times as the cloud service counts it: QoS 0 once, QoS 1 twice with a
    /// clean session and else five times, QoS 2 five times.
    public long weightedMessages() {
        return value(WEIGHT);
    }

    private void add(int cell, long amount) {
        CELL.setOpaque(cells, cell, cells[cell] + amount);
    }

    private long value(int cell) {
        return (long) CELL.getOpaque(cells, cell);
    }
}
