package io.hongyan.cluster.retain;

import io.hongyan.cluster.peer.MalformedFrame;
import io.hongyan.cluster.peer.NodeLink;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.function.LongConsumer;

/// Numbers of messages to tell their sender.
///
/// Confined to its shard.
final class Numbers {
    private static final int MOST_IN_A_FRAME = 4096;

    private final ArrayDeque<Long> rest = new ArrayDeque<>();

    void add(long number) {
        rest.add(number);
    }

    boolean isEmpty() {
        return rest.isEmpty();
    }

    void clear() {
        rest.clear();
    }

    /// Sends them; what the link does not take stays.
    void send(NodeLink link, int type) {
        while (!rest.isEmpty()) {
            int count = Math.min(rest.size(), MOST_IN_A_FRAME);
            ByteBuffer frame = link.frame(type, count * Long.BYTES);
            if (frame == null) {
                return;
            }
            for (int i = 0; i < count; i++) {
                frame.putLong(rest.remove());
            }
        }
    }

    /// Reads a frame.
    static void read(ByteBuffer in, LongConsumer visitor) {
        if (in.remaining() % Long.BYTES != 0) {
            throw new MalformedFrame("numbers of retained messages in " + in.remaining() + " bytes");
        }
        while (in.hasRemaining()) {
            visitor.accept(in.getLong());
        }
    }
}
