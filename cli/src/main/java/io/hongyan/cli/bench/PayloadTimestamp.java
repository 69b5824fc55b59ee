package io.hongyan.cli.bench;

import java.nio.ByteBuffer;

/// The time at which a message was planned to be sent, at the beginning of its payload: a magic number, then
/// nanoseconds since 1970. So a subscriber of another process measures from the plan, and a publisher that falls behind
/// hides nothing.
final class PayloadTimestamp {
    /// The smallest payload that holds a timestamp, in bytes.
    static final int SIZE = 16;

    private static final long MAGIC = 0x686f6e67_62656e63L; // "hongbenc"

    private PayloadTimestamp() {}

    /// A payload of that size with the timestamp in front; without one when it is too small.
    static byte[] payload(int size, long plannedEpochNanos) {
        byte[] payload = new byte[size];
        if (size >= SIZE) {
            ByteBuffer.wrap(payload).putLong(MAGIC).putLong(plannedEpochNanos);
        }
        return payload;
    }

    /// The planned time in a payload, or -1 when it has none.
    static long plannedEpochNanos(byte[] payload) {
        if (payload.length < SIZE) {
            return -1;
        }
        ByteBuffer buffer = ByteBuffer.wrap(payload);
        return buffer.getLong() == MAGIC ? buffer.getLong() : -1;
    }
}
