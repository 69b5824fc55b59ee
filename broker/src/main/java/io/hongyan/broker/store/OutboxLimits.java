package io.hongyan.broker.store;

/// Bounds of one [Outbox]. What would go beyond them is refused.
///
/// @param messages 1 to 10,000,000,000
/// @param bytes as [io.hongyan.broker.message.Message#bytes] counts, 1 KiB to 16 TiB
public record OutboxLimits(long messages, long bytes) {
    private static final long MOST_MESSAGES = 10_000_000_000L;
    private static final long FEWEST_BYTES = 1 << 10;
    private static final long MOST_BYTES = 1L << 44;

    public OutboxLimits {
        if (messages < 1 || messages > MOST_MESSAGES) {
            throw new IllegalArgumentException("messages is 1 to " + MOST_MESSAGES + ", not " + messages);
        }
        if (bytes < FEWEST_BYTES || bytes > MOST_BYTES) {
            throw new IllegalArgumentException("bytes is " + FEWEST_BYTES + " to " + MOST_BYTES + ", not " + bytes);
        }
    }

    /// A million messages or one gibibyte.
    public static OutboxLimits defaults() {
        return new OutboxLimits(1_000_000, 1L << 30);
    }
}
