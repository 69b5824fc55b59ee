package io.hongyan.cloud.topic;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/// A set of parent topics. Looks up the first level of a topic without allocating. Immutable.
public final class ParentTopicSet {
    private final byte[] @Nullable [] table; // open addressing, at most half full
    private final int mask;

    public ParentTopicSet(Collection<String> names) {
        int size = Integer.highestOneBit(Math.max(1, names.size())) << 2;
        table = new byte[size][];
        mask = size - 1;
        for (String name : names) {
            byte[] utf8 = name.getBytes(UTF_8);
            int at = hash(utf8, utf8.length) & mask;
            while (table[at] != null) {
                at = (at + 1) & mask;
            }
            table[at] = utf8;
        }
    }

    /// Whether the first level of a topic or filter is in the set. A wildcard never is.
    public boolean contains(byte[] utf8) {
        int end = P2pTopics.firstSlash(utf8);
        int at = hash(utf8, end) & mask;
        for (byte[] name = table[at]; name != null; name = table[at]) {
            if (Arrays.equals(name, 0, name.length, utf8, 0, end)) {
                return true;
            }
            at = (at + 1) & mask;
        }
        return false;
    }

    /// The first level of a topic or filter.
    public static String firstLevel(byte[] utf8) {
        return new String(utf8, 0, P2pTopics.firstSlash(utf8), UTF_8);
    }

    private static int hash(byte[] utf8, int end) {
        int hash = 0;
        for (int i = 0; i < end; i++) {
            hash = hash * 31 + utf8[i];
        }
        return hash ^ (hash >>> 15);
    }
}
