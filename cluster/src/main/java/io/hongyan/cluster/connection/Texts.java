package io.hongyan.cluster.connection;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;

/// Texts in frames: a length of 2 bytes, then UTF-8.
final class Texts {
    static final int MOST_BYTES = 1024;

    private Texts() {}

    /// As much of a text as fits.
    static byte[] encoded(String text) {
        byte[] whole = text.getBytes(UTF_8);
        if (whole.length <= MOST_BYTES) {
            return whole;
        }
        return text.substring(0, MOST_BYTES / 3).getBytes(UTF_8); // a char has at most 3 bytes
    }

    static void put(ByteBuffer out, byte[] encoded) {
        out.putShort((short) encoded.length).put(encoded);
    }

    /// @throws StreamException when it is longer than any
    /// @throws java.nio.BufferUnderflowException when it is not there as a whole
    static String take(ByteBuffer in) {
        int size = in.getShort() & 0xffff;
        if (size > MOST_BYTES) {
            throw new StreamException("a text of " + size + " bytes; the limit is " + MOST_BYTES);
        }
        byte[] bytes = new byte[size];
        in.get(bytes);
        return new String(bytes, UTF_8);
    }
}
