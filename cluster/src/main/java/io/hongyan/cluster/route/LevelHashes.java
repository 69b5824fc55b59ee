package io.hongyan.cluster.route;

import java.util.Arrays;

/// The hashes of the levels of one topic or filter after the other.
///
/// Confined to whoever made it.
final class LevelHashes {
    private static final long OFFSET = 0xcbf2_9ce4_8422_2325L;
    private static final long PRIME = 0x0000_0100_0000_01b3L;

    private long[] hashes = new long[FilterShape.MOST_LEVELS];
    private int count;

    /// Takes the levels of a topic or filter in.
    LevelHashes of(byte[] utf8) {
        count = 0;
        int at = 0;
        while (at <= utf8.length) {
            int end = end(utf8, at);
            if (count == hashes.length) {
                hashes = Arrays.copyOf(hashes, count * 2);
            }
            hashes[count++] = hash(utf8, at, end);
            at = end + 1;
        }
        return this;
    }

    int count() {
        return count;
    }

    long at(int level) {
        return hashes[level];
    }

    /// The end of the level that begins at a position.
    static int end(byte[] utf8, int from) {
        int at = from;
        while (at < utf8.length && utf8[at] != '/') {
            at++;
        }
        return at;
    }

    /// FNV-1a with 64 bits, its bits mixed.
    static long hash(byte[] utf8, int from, int to) {
        long hash = OFFSET;
        for (int i = from; i < to; i++) {
            hash = (hash ^ (utf8[i] & 0xff)) * PRIME;
        }
        hash = (hash ^ hash >>> 32) * 0xd6e8_feb8_6659_fd93L;
        return hash ^ hash >>> 32;
    }
}
