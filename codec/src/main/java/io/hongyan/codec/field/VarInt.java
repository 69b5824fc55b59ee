package io.hongyan.codec.field;

import java.nio.ByteBuffer;

/// Variable byte integers: one to four bytes with seven bits each, lowest bits first (chapter 1.5.5).
public final class VarInt {
    /// The largest value that four bytes hold.
    public static final int MAX = 268_435_455;

    private VarInt() {}

    /// The number of bytes that a value needs.
    ///
    /// @throws IllegalArgumentException outside 0 to [#MAX]
    public static int size(int value) {
        if (value < 0 || value > MAX) {
            throw new IllegalArgumentException("a variable byte integer is 0 to " + MAX + ", not " + value);
        }
        return value < 0x80 ? 1 : value < 0x4000 ? 2 : value < 0x20_0000 ? 3 : 4;
    }

    /// Writes a value of the legal range in the fewest bytes [MQTT-1.5.5-1].
    public static void put(ByteBuffer out, int value) {
        int rest = value;
        while (rest >= 0x80) {
            out.put((byte) (rest | 0x80));
            rest >>>= 7;
        }
        out.put((byte) rest);
    }

    /// Writes a value of the legal range in the fewest bytes and returns the offset after it.
    public static int put(byte[] out, int offset, int value) {
        int at = offset;
        int rest = value;
        while (rest >= 0x80) {
            out[at++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        out[at++] = (byte) rest;
        return at;
    }

    /// Reads a value known to be well formed.
    public static int get(byte[] in, int offset) {
        int value = 0;
        int at = offset;
        for (int shift = 0; ; shift += 7) {
            byte octet = in[at++];
            value |= (octet & 0x7f) << shift;
            if (octet >= 0) {
                return value;
            }
        }
    }
}
