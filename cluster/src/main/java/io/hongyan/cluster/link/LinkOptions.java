package io.hongyan.cluster.link;

import java.time.Duration;

/// Limits and times of links.
///
/// @param largestFrame type and body of one frame, in bytes, 68 KiB to 1 GiB
/// @param highWater a backlog of more bytes than this is congestion, until a quarter of it is left; 8 KiB to 1 GiB
/// @param mostBacklog frames that would make the backlog larger are refused; at least `highWater`
/// @param greetingTimeout for HELLO after the connection is there, and for its answer, 100 ms to 1 min
/// @param pingAfter silence in one direction after which a PING goes out, 10 ms to 1 min
/// @param silence the link is closed after that time without a byte from the other side; longer than `pingAfter`
/// @param retryFirst the longest pause before the first new attempt, 1 ms or more
/// @param retryMost the longest pause before any new attempt, `retryFirst` or more
/// @param plain whether links without TLS are taken, from the loopback address alone: for tests
public record LinkOptions(
        int largestFrame,
        int highWater,
        long mostBacklog,
        Duration greetingTimeout,
        Duration pingAfter,
        Duration silence,
        Duration retryFirst,
        Duration retryMost,
        boolean plain) {
    /// The usual: frames of 16 MiB + 64 KiB, 1 MiB and 64 MiB of backlog, 5 s, 1 s, 3 s, 0.1 to 2 s, with TLS.
    public static final LinkOptions USUAL = new LinkOptions(
            (16 << 20) + (64 << 10),
            1 << 20,
            64L << 20,
            Duration.ofSeconds(5),
            Duration.ofSeconds(1),
            Duration.ofSeconds(3),
            Duration.ofMillis(200),
            Duration.ofSeconds(2),
            false);

    public LinkOptions {
        require(largestFrame >= 64 << 10 && largestFrame <= 1 << 30, "largestFrame is 68 KiB to 1 GiB");
        require(highWater >= 8192 && highWater <= 1 << 30, "highWater is 8 KiB to 1 GiB");
        require(mostBacklog >= highWater, "mostBacklog is at least highWater");
        require(isBetween(greetingTimeout, 100, 60_000), "greetingTimeout is 100 ms to 1 min");
        require(isBetween(pingAfter, 10, 60_000), "pingAfter is 10 ms to 1 min");
        require(silence.compareTo(pingAfter) > 0, "silence is longer than pingAfter");
        require(retryFirst.toMillis() >= 1, "retryFirst is 1 ms or more");
        require(retryMost.compareTo(retryFirst) >= 0, "retryMost is retryFirst or more");
    }

    private static boolean isBetween(Duration given, long least, long most) {
        return given.toMillis() >= least && given.toMillis() <= most;
    }

    private static void require(boolean right, String rule) {
        if (!right) {
            throw new IllegalArgumentException(rule);
        }
    }

    /// Also without TLS.
    public LinkOptions withPlain() {
        return new LinkOptions(
                largestFrame, highWater, mostBacklog, greetingTimeout, pingAfter, silence, retryFirst, retryMost, true);
    }

    /// With other bounds of what waits.
    public LinkOptions withBacklog(int high, long most) {
        return new LinkOptions(
                largestFrame, high, most, greetingTimeout, pingAfter, silence, retryFirst, retryMost, plain);
    }

    /// With other times.
    public LinkOptions withTimes(Duration greeting, Duration ping, Duration silent) {
        return new LinkOptions(
                largestFrame, highWater, mostBacklog, greeting, ping, silent, retryFirst, retryMost, plain);
    }

    /// The largest frame with its length, as it lies on the wire.
    int largestOnWire() {
        return LinkFrames.LENGTH_BYTES + largestFrame;
    }
}
