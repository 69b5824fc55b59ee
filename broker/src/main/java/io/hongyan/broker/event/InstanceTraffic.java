package io.hongyan.broker.event;

import io.hongyan.codec.QoS;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/// What the clients of one instance sent and got on one shard. Its thread alone counts, without an atomic instruction;
/// any thread reads, and may see a slightly old value.
public final class InstanceTraffic {
    private static final VarHandle CELL = MethodHandles.arrayElementVarHandle(long[].class);

    /// For how many messages one counts in the cloud service's messages a second. Messages are counted apart by these.
    private static final int[] WEIGHTS = {1, 2, 5};

    private static final int RECEIVED = 0;
    private static final int SENT = WEIGHTS.length;
    private static final int BYTES_RECEIVED = 2 * WEIGHTS.length;
    private static final int BYTES_SENT = BYTES_RECEIVED + 1;

    private final long[] cells = new long[BYTES_SENT + 1];

    /// A message of a client was accepted. Shard thread only.
    ///
    /// @param clean whether the client has a clean session
    public void received(int payloadBytes, QoS qos, boolean clean) {
        add(RECEIVED + weight(qos, clean), 1);
        add(BYTES_RECEIVED, payloadBytes);
    }

    /// A message was sent to a client. Shard thread only.
    ///
    /// @param clean whether the client has a clean session
    public void sent(int payloadBytes, QoS qos, boolean clean) {
        add(SENT + weight(qos, clean), 1);
        add(BYTES_SENT, payloadBytes);
    }

    /// The place of its weight.
    private static int weight(QoS qos, boolean clean) {
        return switch (qos) {
            case AT_MOST_ONCE -> 0;
            case AT_LEAST_ONCE -> clean ? 1 : 2;
            case EXACTLY_ONCE -> 2;
        };
    }

    public long messagesReceived() {
        return sum(RECEIVED);
    }

    public long bytesReceived() {
        return value(BYTES_RECEIVED);
    }

    public long messagesSent() {
        return sum(SENT);
    }

    public long bytesSent() {
        return value(BYTES_SENT);
    }

    /// Those received and those sent, each as many times as the cloud service counts it: QoS 0 once, QoS 1 twice with a
    /// clean session and else five times, QoS 2 five times.
    public long weightedMessages() {
        long sum = 0;
        for (int i = 0; i < WEIGHTS.length; i++) {
            sum += WEIGHTS[i] * (value(RECEIVED + i) + value(SENT + i));
        }
        return sum;
    }

    private long sum(int first) {
        long sum = 0;
        for (int i = 0; i < WEIGHTS.length; i++) {
            sum += value(first + i);
        }
        return sum;
    }

    private void add(int cell, long amount) {
        CELL.setOpaque(cells, cell, cells[cell] + amount);
    }

    private long value(int cell) {
        return (long) CELL.getOpaque(cells, cell);
    }
}
