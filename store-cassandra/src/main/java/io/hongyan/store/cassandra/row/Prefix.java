package io.hongyan.store.cassandra.row;

import java.util.Arrays;

/// Keys that begin with the same bytes.
public final class Prefix {
    private Prefix() {}

    /// The first key after all keys that begin with a prefix.
    ///
    /// @param longest how many bytes a key has at most
    public static byte[] after(byte[] prefix, int longest) {
        int length = prefix.length;
        while (length > 0 && prefix[length - 1] == (byte) 0xff) {
            length--;
        }
        if (length == 0) {
            byte[] last = new byte[longest + 1];
            Arrays.fill(last, (byte) 0xff);
            return last;
        }
        byte[] key = Arrays.copyOf(prefix, length);
        key[length - 1]++;
        return key;
    }
}
