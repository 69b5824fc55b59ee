package io.hongyan.amqp.queue;

import java.time.Duration;

/// Bounds of each queue.
///
/// A rejected message is delivered again after `retryDelay`, and each further time after twice as long, up to an hour
/// (or `retryDelay`, if that is more). With the defaults the sixteenth attempt comes after about seven hours.
///
/// @param messages how many it holds, 1 to 1,000,000,000; beyond, the oldest that no consumer has are dropped, and
///        publishers are refused when a quarter more than that waits
/// @param bytes the same in bytes, as [io.hongyan.broker.message.Message#bytes] counts; 1 KiB to 1 TiB
/// @param age after which a message that no consumer has is dropped, 1 minute to 21 days
/// @param attempts after which a message that is rejected each time joins the dead letters, 1 to 100
/// @param retryDelay until a rejected message is delivered again for the first time, 1 second to 1 hour
public record QueueLimits(long messages, long bytes, Duration age, int attempts, Duration retryDelay) {
    private static final long MOST_MESSAGES = 1_000_000_000;
    private static final long FEWEST_BYTES = 1 << 10;
    private static final long MOST_BYTES = 1L << 40;
    private static final Duration SHORTEST_AGE = Duration.ofMinutes(1);
    private static final Duration LONGEST_AGE = Duration.ofDays(21);
    private static final int MOST_ATTEMPTS = 100;
    private static final Duration SHORTEST_DELAY = Duration.ofSeconds(1);
    private static final Duration LONGEST_DELAY = Duration.ofHours(1);

    public QueueLimits {
        check(messages >= 1 && messages <= MOST_MESSAGES, "messages is 1 to " + MOST_MESSAGES, messages);
        check(bytes >= FEWEST_BYTES && bytes <= MOST_BYTES, "bytes is " + FEWEST_BYTES + " to " + MOST_BYTES, bytes);
        check(within(age, SHORTEST_AGE, LONGEST_AGE), "age is 1 minute to 21 days", age);
        check(attempts >= 1 && attempts <= MOST_ATTEMPTS, "attempts is 1 to " + MOST_ATTEMPTS, attempts);
        check(within(retryDelay, SHORTEST_DELAY, LONGEST_DELAY), "retryDelay is 1 second to 1 hour", retryDelay);
    }

    /// A million messages or one gibibyte, 72 hours, 16 attempts, the second one after 10 seconds.
    public static QueueLimits defaults() {
        return new QueueLimits(1_000_000, 1L << 30, Duration.ofDays(3), 16, Duration.ofSeconds(10));
    }

    /// How long to wait before the next attempt, in milliseconds.
    ///
    /// @param failed how many have failed, 1 or more
    long delayMillis(int failed) {
        long first = retryDelay.toMillis();
        int doublings = Math.min(failed - 1, Integer.SIZE);
        return Math.max(first, Math.min(first << doublings, LONGEST_DELAY.toMillis()));
    }

    private static boolean within(Duration value, Duration least, Duration most) {
        return value.compareTo(least) >= 0 && value.compareTo(most) <= 0;
    }

    private static void check(boolean holds, String rule, Object value) {
        if (!holds) {
            throw new IllegalArgumentException(rule + ", not " + value);
        }
    }
}
