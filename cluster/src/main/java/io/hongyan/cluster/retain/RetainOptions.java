package io.hongyan.cluster.retain;

import java.time.Duration;

/// Bounds of what one shard has under way about retained messages.
///
/// @param windowBytes of messages that wait for their owners, before publishers are slowed; 64 KiB to 1 GiB
/// @param windowMessages the same by count, 16 to 2^24
/// @param patience how long a node may take to tell a part of what it has, and a virtual shard may be without an owner,
///         before a subscriber goes without; 100 ms to a minute
public record RetainOptions(int windowBytes, int windowMessages, Duration patience) {
    /// 16 MiB, 65,536 messages, 3 s.
    public static final RetainOptions USUAL = new RetainOptions(16 << 20, 1 << 16, Duration.ofSeconds(3));

    public RetainOptions {
        if (windowBytes < 64 << 10 || windowBytes > 1 << 30) {
            throw new IllegalArgumentException("windowBytes is 64 KiB to 1 GiB, not " + windowBytes);
        }
        if (windowMessages < 16 || windowMessages > 1 << 24) {
            throw new IllegalArgumentException("windowMessages is 16 to 2^24, not " + windowMessages);
        }
        if (patience.toMillis() < 100 || patience.compareTo(Duration.ofMinutes(1)) > 0) {
            throw new IllegalArgumentException("patience is 100 ms to a minute, not " + patience);
        }
    }
}
