package io.hongyan.cluster.route;

import java.util.Arrays;

/// Some keys.
///
/// Confined to whoever made it.
final class KeyList {
    private long[] keys = new long[4];
    private int size;

    void add(long key) {
        if (size == keys.length) {
            keys = Arrays.copyOf(keys, size * 2);
        }
        keys[size++] = key;
    }

    long get(int index) {
        return keys[index];
    }

    int size() {
        return size;
    }
}
