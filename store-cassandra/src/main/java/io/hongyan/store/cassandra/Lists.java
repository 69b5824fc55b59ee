package io.hongyan.store.cassandra;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.Arrays;

/// The short lists, and how what is many is parted.
final class Lists {
    /// Name of a node -> when it wrote last, and what time its writes do not reach.
    static final String CLOCKS = "clocks";

    /// Instance -> the time of its deletion.
    static final String DROPPED = "dropped";

    /// Names of nodes that ever told of a channel.
    static final String CHANNELS = "channels";

    /// Virtual shards that are claimed together.
    static final int PAGE = 256;

    private Lists() {}

    static int page(int vshard) {
        return vshard / PAGE;
    }

    /// Virtual shards that have something.
    static String used(int vshard) {
        return "used/" + page(vshard);
    }

    /// Outbox -> its first and last segment.
    static String outboxes(String node) {
        return "outboxes/" + node;
    }

    static byte[] text(String text) {
        return text.getBytes(UTF_8);
    }

    static String text(ByteBuffer in) {
        byte[] utf8 = new byte[in.remaining()];
        in.get(utf8);
        return new String(utf8, UTF_8);
    }

    static byte[] number(long... numbers) {
        ByteBuffer out = ByteBuffer.allocate(8 * numbers.length);
        Arrays.stream(numbers).forEach(out::putLong);
        return out.array();
    }
}
