package io.hongyan.cluster.deliver;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/// What one shard sent to other nodes and took from them since the start. The shard alone writes, without an atomic
/// instruction; any thread reads, and may see a slightly old value.
@SuppressWarnings("EnumOrdinal") // a figure's ordinal is the index of its cell
public final class DeliveryCounters {
    private static final VarHandle CELL = MethodHandles.arrayElementVarHandle(long[].class);

    private final long[] cells = new long[Figure.values().length];

    /// What is counted.
    public enum Figure {
        /// Messages that were put into links, those that were sent again too.
        MESSAGES_OUT,
        /// Bodies of their frames.
        BYTES_OUT,
        MESSAGES_IN,
        /// Bodies of their frames.
        BYTES_IN,
        /// Messages that were sent again because a link broke before they were confirmed.
        REPEATED,
        /// Messages of those that came again and had been taken before.
        KNOWN_ALREADY,
        /// Messages for a client that came to a node that does not own it.
        RETURNED,
        /// Messages of QoS 0 that were dropped because too much waited.
        DROPPED,
        /// Messages that no frame is large enough for.
        TOO_LARGE,
        /// Messages of QoS 1 and 2, and of those that somebody waits for, that are not confirmed; now.
        UNCONFIRMED,
        /// Messages that wait for an owner or for a successor of a dead node; now.
        HELD
    }

    void count(Figure figure) {
        add(figure, 1);
    }

    void add(Figure figure, long amount) {
        int index = figure.ordinal();
        CELL.setOpaque(cells, index, cells[index] + amount);
    }

    /// The present value. Any thread.
    public long value(Figure figure) {
        return (long) CELL.getOpaque(cells, figure.ordinal());
    }
}
