package io.hongyan.broker.config;

import java.time.Duration;

/// Limits on messages that wait on disk for absent or slow receivers, in bytes of topics and payloads with a fixed
/// addition for each message. Not used without a durable store.
///
/// @param instance bytes waiting for all sessions of one instance, 1 MiB to 16 TiB
/// @param total bytes waiting for all sessions, 1 MiB to 16 TiB. Beyond it new messages for absent or slow receivers
///         are refused to the publisher (0x97 in 5.0)
/// @param instanceMessages messages waiting for all sessions of one instance, 1 to 10,000,000,000; each receiver counts
/// @param maxAge how long a message waits at most, 1 minute to 10 years, whatever its own expiry says
public record StoreLimits(long instance, long total, long instanceMessages, Duration maxAge) {
    public StoreLimits {
        RangeCheck.range("instance", instance, 1 << 20, 1L << 44);
        RangeCheck.range("total", total, 1 << 20, 1L << 44);
        RangeCheck.range("instanceMessages", instanceMessages, 1, 10_000_000_000L);
        RangeCheck.range("maxAge", maxAge, Duration.ofMinutes(1), Duration.ofDays(3650));
    }

    public static StoreLimits defaults() {
        return new StoreLimits(8L << 30, 16L << 30, 1_000_000, Duration.ofDays(3));
    }
}
