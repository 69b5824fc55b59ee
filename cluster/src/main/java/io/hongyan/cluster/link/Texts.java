package io.hongyan.cluster.link;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;

/// Texts in frames: a length of 2 bytes, then UTF-8.
final class Texts {
    private static final int MOST_BYTES = 1024;

    private Texts() {}

    /// As much of a text as fits.
    static byte[] encoded(String text) {
        byte[] whole = text.getBytes(UTF_8);
        if (whole.length <= MOST_BYTES) {
            return whole;
        }
        return text.substring(0, MOST_BYTES / 3).getBytes(UTF_8); // a char has at most 3 bytes
    }

    static ByteBuffer put(ByteBuffer out, byte[] encoded) {
        return out.putShort((short) encoded.length).put(encoded);
    }

    /// Without anything that would break a line of the log.
    ///
    /// @throws BufferUnderflowException when it is not there as a whole
    static String take(ByteBuffer in) {
        int size = in.getShort() & 0xffff;
        if (size > in.remaining()) {
            throw new BufferUnderflowException();
        }
        byte[] bytes = new byte[size];
        in.get(bytes);
        return new String(bytes, UTF_8).replaceAll("\\p{Cntrl}", "?");
    }
}
