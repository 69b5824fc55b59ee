package io.hongyan.cluster.retain;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/// What one shard did about retained messages since the start. The shard alone writes, without an atomic instruction;
/// any thread reads, and may see a slightly old value.
@SuppressWarnings("EnumOrdinal") // a figure's ordinal is the index of its cell
public final class RetainCounters {
    private static final VarHandle CELL = MethodHandles.arrayElementVarHandle(long[].class);

    private final long[] cells = new long[Figure.values().length];

    /// What is counted.
    public enum Figure {
        /// Messages sent to their owners, those that were sent again too.
        MESSAGES_OUT,
        /// Messages of other nodes that this one owns, and keeps.
        MESSAGES_IN,
        /// Messages that were sent again because a link broke before they were stored.
        REPEATED,
        /// Messages of those that came again and had been taken before.
        KNOWN_ALREADY,
        /// Messages that came to a node that does not own them.
        RETURNED,
        /// Messages of QoS 0 that were dropped because too much waited.
        DROPPED,
        /// Messages that no frame is large enough for.
        TOO_LARGE,
        /// Messages that wait for their owners; now.
        WAITING,
        /// Parts of answers that were asked for, of this node too.
        PAGES_ASKED,
        /// Parts of answers that were given, to this node too.
        PAGES_GIVEN,
        /// How many times a subscriber went without what a node has, or without virtual shards that nobody owned.
        UNANSWERED
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
