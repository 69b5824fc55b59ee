package io.hongyan.cluster.deliver;

import io.hongyan.cluster.peer.MalformedFrame;
import io.hongyan.cluster.peer.NodeLink;
import java.nio.ByteBuffer;
import java.util.Arrays;

/// Numbers of messages to tell a sender, mostly in order: kept as ranges, sent in one frame.
///
/// Confined to its shard.
final class NumberRanges {
    private static final int MOST_IN_A_FRAME = 2048;
    private static final int BYTES = 2 * Long.BYTES;

    private long[] ends = new long[4]; // first and last of each range
    private int size;

    void add(long number) {
        if (size > 0 && ends[size - 1] + 1 == number) {
            ends[size - 1] = number;
            return;
        }
        if (size == ends.length) {
            ends = Arrays.copyOf(ends, size * 2);
        }
        ends[size++] = number;
        ends[size++] = number;
    }

    boolean isEmpty() {
        return size == 0;
    }

    void clear() {
        size = 0;
    }

    /// Sends them; what the link does not take stays.
    void send(NodeLink link, int type) {
        int from = 0;
        while (from < size) {
            int count = Math.min(size - from, 2 * MOST_IN_A_FRAME);
            ByteBuffer frame = link.frame(type, count * Long.BYTES);
            if (frame == null) {
                break;
            }
            for (int i = 0; i < count; i++) {
                frame.putLong(ends[from + i]);
            }
            from += count;
        }
        System.arraycopy(ends, from, ends, 0, size - from);
        size -= from;
    }

    /// Who is told numbers.
    interface Visitor {
        void number(long number);
    }

    /// Reads a frame.
    ///
    /// @param first numbers below are passed over
    /// @param next the first number that was never sent
    static void read(ByteBuffer in, long first, long next, Visitor visitor) {
        if (in.remaining() % BYTES != 0) {
            throw new MalformedFrame("numbers of messages in " + in.remaining() + " bytes");
        }
        while (in.hasRemaining()) {
            long low = in.getLong();
            long high = in.getLong();
            if (low < 1 || high < low || high >= next) {
                throw new MalformedFrame("messages " + low + " to " + high + ", where " + (next - 1) + " were sent");
            }
            for (long number = Math.max(low, first); number <= high; number++) {
                visitor.number(number);
            }
        }
    }
}
