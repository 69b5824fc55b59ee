package io.hongyan.codec.topic;

import io.hongyan.codec.field.Longs;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// Caches the topic names that one thread has decoded, so that a known name needs neither an allocation nor another
/// check. Bounded: a name may be in one of eight slots, and a new name replaces an old one when all eight are taken. A
/// name that was replaced is decoded again the next time.
///
/// Confined to one thread.
public final class TopicCache {
    private static final int LONGEST = 256;
    private static final int SLOTS = 8;

    private final int[] hashes;
    private final @Nullable Topic[] topics;
    private final int mask;
    private int victim;

    /// @param capacity how many names to keep, at least 1, rounded up to a power of two (at least 8);
    ///     names longer than 256 bytes are not cached
    public TopicCache(int capacity) {
        if (capacity < 1 || capacity > 1 << 28) {
            throw new IllegalArgumentException("capacity is 1 to " + (1 << 28) + ", not " + capacity);
        }
        int size = Math.max(SLOTS, Integer.highestOneBit(Math.max(1, capacity - 1)) << 1);
        this.hashes = new int[size];
        this.topics = new Topic[size];
        this.mask = size - 1;
    }

    /// The topic whose name is in the buffer. The buffer is neither kept nor moved.
    ///
    /// @param in in big-endian order, as buffers are by default; heap or direct
    /// @throws io.hongyan.codec.ProtocolException when the bytes are not a valid topic name
    public Topic intern(ByteBuffer in, int offset, int length) {
        int hash = TopicHash.of(in, offset, length);
        if (length > LONGEST) {
            return decode(in, offset, length, hash);
        }
        int free = -1;
        for (int i = 0; i < SLOTS; i++) {
            int slot = (hash + i) & mask;
            Topic topic = topics[slot];
            if (topic == null) {
                free = slot;
                break;
            }
            if (hashes[slot] == hash && equal(topic.utf8(), in, offset, length)) {
                return topic;
            }
        }
        Topic topic = decode(in, offset, length, hash);
        int slot = free >= 0 ? free : (hash + (victim++ & (SLOTS - 1))) & mask;
        hashes[slot] = hash;
        topics[slot] = topic;
        return topic;
    }

    private static Topic decode(ByteBuffer in, int offset, int length, int hash) {
        byte[] utf8 = new byte[length];
        in.get(offset, utf8);
        return Topic.decoded(utf8, hash);
    }

    private static boolean equal(byte[] known, ByteBuffer in, int offset, int length) {
        if (known.length != length) {
            return false;
        }
        int i = 0;
        for (; i + Long.BYTES <= length; i += Long.BYTES) {
            if (Longs.get(known, i) != in.getLong(offset + i)) {
                return false;
            }
        }
        for (; i < length; i++) {
            if (known[i] != in.get(offset + i)) {
                return false;
            }
        }
        return true;
    }
}
