package io.hongyan.broker.config;

/// Limits on messages that wait in memory, in bytes of topics and payloads with a fixed addition for each message.
///
/// @param connectionBacklog bytes written for one connection and not taken by its socket, 4 KiB to 1 GiB: above, QoS 0
///         messages for it are dropped and QoS 1 and 2 messages wait in its session's queue
/// @param instance bytes waiting in all queues of one instance; 0 = half of the heap
/// @param total bytes waiting in all queues; 0 = half of the heap. Beyond it new messages for absent or slow receivers
///         are refused to the publisher (0x97 in 5.0)
public record MemoryLimits(long connectionBacklog, long instance, long total) {
    public MemoryLimits {
        RangeCheck.range("connectionBacklog", connectionBacklog, 4 << 10, 1 << 30);
        RangeCheck.range("instance", instance, 0, 1L << 44);
        RangeCheck.range("total", total, 0, 1L << 44);
    }

    public static MemoryLimits defaults() {
        return new MemoryLimits(1 << 20, 0, 0);
    }
}
