package io.hongyan.store.cassandra.row;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Keys that begin with the same bytes.
public final class Prefix {
    private Prefix() {}

    /// The first key after all keys that begin with a prefix; null = there is none, they are the last ones.
    public static byte @Nullable [] after(byte[] prefix) {
        int length = prefix.length;
        while (length > 0 && prefix[length - 1] == (byte) 0xff) {
            length--;
        }
        if (length == 0) {
            return null;
        }
        byte[] key = Arrays.copyOf(prefix, length);
        key[length - 1]++;
        return key;
    }
}
