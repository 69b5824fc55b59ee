package io.hongyan.cluster.deliver;

/// How much may be under way from one shard to one node before publishers are slowed.
///
/// @param windowBytes 64 KiB to 1 GiB
/// @param windowMessages 16 to 2^24
public record DeliveryOptions(int windowBytes, int windowMessages) {
    /// 16 MiB, 65,536 messages.
    public static final DeliveryOptions USUAL = new DeliveryOptions(16 << 20, 1 << 16);

    public DeliveryOptions {
        if (windowBytes < 64 << 10 || windowBytes > 1 << 30) {
            throw new IllegalArgumentException("windowBytes is 64 KiB to 1 GiB, not " + windowBytes);
        }
        if (windowMessages < 16 || windowMessages > 1 << 24) {
            throw new IllegalArgumentException("windowMessages is 16 to 2^24, not " + windowMessages);
        }
    }
}
