package io.hongyan.cluster.peer;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;

/// Texts in frames: a length of 2 bytes, then UTF-8.
public final class FrameTexts {
    private static final int MOST_BYTES = 0xffff;

    private FrameTexts() {}

    /// The bytes of a text without their length.
    ///
    /// @throws IllegalArgumentException when there are more than 65,535
    public static byte[] encoded(String text) {
        byte[] utf8 = text.getBytes(UTF_8);
        if (utf8.length > MOST_BYTES) {
            throw new IllegalArgumentException("a text of a frame has at most 65,535 bytes, not " + utf8.length);
        }
        return utf8;
    }

    /// What [#put] writes, in bytes.
    public static int size(byte[] encoded) {
        return Short.BYTES + encoded.length;
    }

    public static void put(ByteBuffer out, byte[] encoded) {
        out.putShort((short) encoded.length).put(encoded);
    }

    /// The bytes of the next text.
    ///
    /// @throws MalformedFrame when it is not there as a whole
    public static byte[] takeBytes(ByteBuffer in) {
        if (in.remaining() < Short.BYTES) {
            throw new MalformedFrame("a frame that ends before a text");
        }
        int size = in.getShort() & 0xffff;
        if (size > in.remaining()) {
            throw new MalformedFrame("a text of " + size + " bytes where " + in.remaining() + " are left");
        }
        byte[] utf8 = new byte[size];
        in.get(utf8);
        return utf8;
    }

    /// The next text.
    ///
    /// @throws MalformedFrame when it is not there as a whole
    public static String take(ByteBuffer in) {
        return new String(takeBytes(in), UTF_8);
    }
}
