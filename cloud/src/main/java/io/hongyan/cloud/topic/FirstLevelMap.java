package io.hongyan.cloud.topic;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.hongyan.codec.topic.Topic;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Values by the first level of topics. Immutable: any thread.
public final class FirstLevelMap<V> {
    private final byte[][] levels;
    private final Object[] values;
    private final int mask;

    /// @param entries first levels, without `/`
    public FirstLevelMap(Map<String, V> entries) {
        int size = Integer.highestOneBit(Math.max(1, entries.size())) * 4;
        levels = new byte[size][];
        values = new Object[size];
        mask = size - 1;
        entries.forEach((level, value) -> {
            byte[] utf8 = level.getBytes(UTF_8);
            int at = hash(utf8, utf8.length) & mask;
            while (levels[at] != null) {
                at = at + 1 & mask;
            }
            levels[at] = utf8;
            values[at] = value;
        });
    }

    /// The value for topics of that first level, or null.
    @SuppressWarnings("unchecked")
    public @Nullable V of(Topic topic) {
        byte[] utf8 = topic.utf8();
        int length = 0;
        while (length < utf8.length && utf8[length] != '/') {
            length++;
        }
        int at = hash(utf8, length) & mask;
        while (levels[at] != null) {
            if (levels[at].length == length && Arrays.equals(levels[at], 0, length, utf8, 0, length)) {
                return (V) values[at];
            }
            at = at + 1 & mask;
        }
        return null;
    }

    private static int hash(byte[] utf8, int length) {
        int hash = 0;
        for (int i = 0; i < length; i++) {
            hash = 31 * hash + utf8[i];
        }
        return hash ^ hash >>> 16;
    }
}
