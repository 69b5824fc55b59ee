package io.hongyan.broker.config;

/// Limits on retained messages in one instance. A message beyond them is delivered but not kept.
///
/// @param maxMessages 0 to 100,000,000
/// @param maxBytes 0 to 16 TiB
public record RetainedLimits(int maxMessages, long maxBytes) {
    public RetainedLimits {
        RangeCheck.range("maxMessages", maxMessages, 0, 100_000_000);
        RangeCheck.range("maxBytes", maxBytes, 0, 1L << 44);
    }

    public static RetainedLimits defaults() {
        return new RetainedLimits(1_000_000, 1L << 30);
    }
}
