package io.hongyan.codec.topic;

import io.hongyan.codec.field.Longs;
import java.nio.ByteBuffer;

/// The hash of a topic name, computed over eight bytes at a time. Equal bytes in an array and in a buffer have equal
/// hashes.
final class TopicHash {
    private static final long FACTOR = 0x9e37_79b9_7f4a_7c15L;

    private TopicHash() {}

    static int of(byte[] bytes) {
        int length = bytes.length;
        if (length < Long.BYTES) {
            long tail = 0;
            for (byte octet : bytes) {
                tail = (tail << 8) | (octet & 0xff);
            }
            return finish(step(length, tail));
        }
        long state = length;
        int last = length - Long.BYTES;
        for (int i = 0; i < last; i += Long.BYTES) {
            state = step(state, Longs.get(bytes, i));
        }
        return finish(step(state, Longs.get(bytes, last)));
    }

    static int of(ByteBuffer in, int offset, int length) {
        if (length < Long.BYTES) {
            long tail = 0;
            for (int i = 0; i < length; i++) {
                tail = (tail << 8) | (in.get(offset + i) & 0xff);
            }
            return finish(step(length, tail));
        }
        long state = length;
        int last = offset + length - Long.BYTES;
        for (int i = offset; i < last; i += Long.BYTES) {
            state = step(state, in.getLong(i));
        }
        // The last eight bytes may overlap the ones before: faster than a loop over the remaining bytes.
        return finish(step(state, in.getLong(last)));
    }

    private static long step(long state, long word) {
        long mixed = (state ^ word) * FACTOR;
        return mixed ^ (mixed >>> 32);
    }

    private static int finish(long state) {
        long mixed = state * FACTOR;
        return (int) (mixed >>> 32);
    }
}
