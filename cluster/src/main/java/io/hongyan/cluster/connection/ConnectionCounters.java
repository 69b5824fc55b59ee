package io.hongyan.cluster.connection;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/// What became of the connections of one loop that run over links, since the start. The loop alone writes, without an
/// atomic instruction; any thread reads, and may see a slightly old value.
@SuppressWarnings("EnumOrdinal") // a figure's ordinal is the index of its cell
public final class ConnectionCounters {
    private static final VarHandle CELL = MethodHandles.arrayElementVarHandle(long[].class);

    private final long[] cells = new long[Figure.values().length];

    /// What is counted.
    public enum Figure {
        /// Sockets here that were opened on a link.
        FORWARDED,
        /// Those of them that ended.
        FORWARDED_ENDED,
        /// Those of them that ended because the link did.
        FORWARDED_LOST,
        /// Sockets that had to wait for the owner of their client.
        WAITED,
        /// Those of them that ended while they waited, refused or not, or got an owner.
        WAITED_ENDED,
        /// Those of them whose client came to belong to this node.
        TAKEN_HERE,
        /// Clients that were told to connect to their owner.
        REFERRED,
        /// Clients refused because nobody owned them, or the link to the owner was down, for too long.
        REFUSED_NO_OWNER,
        /// Clients refused because too many waited for their owner already.
        REFUSED_WAITING_FULL,
        /// Clients refused because what they show, or their CONNECT, cannot be told to another node.
        REFUSED_UNTELLABLE,
        /// Bytes of frames that clients here sent to sessions elsewhere.
        BYTES_TO_OWNERS,
        /// Bytes of frames that sessions elsewhere sent to clients here.
        BYTES_FROM_OWNERS,
        /// Sessions here that got a connection whose socket is elsewhere.
        REMOTE,
        /// Those of these connections that ended.
        REMOTE_ENDED,
        /// Those of them that ended because the link did.
        REMOTE_LOST,
        /// Those of them that were cut off because the link took no more frame.
        REMOTE_OVERFLOWED,
        /// Bytes of frames that sessions here got from clients elsewhere.
        BYTES_FROM_SOCKETS,
        /// Bytes of frames that sessions here sent to clients elsewhere.
        BYTES_TO_SOCKETS,
        /// Links that were ended because of frames that no node sends, or because their backlog was full.
        LINKS_ENDED
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

    /// How many sockets here have their session elsewhere now. Any thread.
    public long forwardedNow() {
        return Math.max(0, value(Figure.FORWARDED) - value(Figure.FORWARDED_ENDED));
    }

    /// How many sockets wait for the owner of their client now. Any thread.
    public long waitingNow() {
        return Math.max(0, value(Figure.WAITED) - value(Figure.WAITED_ENDED));
    }

    /// How many connections here have their socket elsewhere now. Any thread.
    public long remoteNow() {
        return Math.max(0, value(Figure.REMOTE) - value(Figure.REMOTE_ENDED));
    }
}
