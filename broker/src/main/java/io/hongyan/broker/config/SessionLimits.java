package io.hongyan.broker.config;

import java.time.Duration;

/// Limits of one session.
///
/// @param maxExpiry longest life after the connection ended, 0 to 10 years; 3.x sessions without clean session get
///   exactly this
/// @param maxInflight QoS 1 and 2 messages sent to a client and not acknowledged, 1 to 65535; the client's own Receive
///         Maximum holds too
/// @param maxQueuedMessages messages waiting for one session, 0 to 100,000,000
/// @param maxQueuedBytes bytes waiting for one session, 64 KiB to 1 TiB
/// @param onFull which message is dropped when the queue is full
/// @param maxSubscriptions filters of one session, 1 to 1,000,000
/// @param maxSessions sessions of one instance, with or without connection, 1 to 100,000,000; a new client beyond that
///         is refused (0x97)
public record SessionLimits(
        Duration maxExpiry,
        int maxInflight,
        int maxQueuedMessages,
        long maxQueuedBytes,
        OverflowPolicy onFull,
        int maxSubscriptions,
        int maxSessions) {
    public SessionLimits {
        RangeCheck.range("maxExpiry", maxExpiry, Duration.ZERO, Duration.ofDays(3650));
        RangeCheck.range("maxInflight", maxInflight, 1, 0xffff);
        RangeCheck.range("maxQueuedMessages", maxQueuedMessages, 0, 100_000_000);
        RangeCheck.range("maxQueuedBytes", maxQueuedBytes, 64 << 10, 1L << 40);
        RangeCheck.range("maxSubscriptions", maxSubscriptions, 1, 1_000_000);
        RangeCheck.range("maxSessions", maxSessions, 1, 100_000_000);
    }

    public static SessionLimits defaults() {
        return new SessionLimits(
                Duration.ofDays(30), 512, 100_000, 64 << 20, OverflowPolicy.DROP_OLDEST, 1_000_000, 5_000_000);
    }
}
