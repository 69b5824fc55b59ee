package io.hongyan.store.cassandra.row;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;

/// Texts within columns: two bytes of length, then UTF-8.
final class Texts {
    private Texts() {}

    static byte[] utf8(String text) {
        return text.getBytes(UTF_8);
    }

    static void put(ByteBuffer out, byte[] utf8) {
        out.putShort((short) utf8.length).put(utf8);
    }

    static String get(ByteBuffer in) {
        byte[] utf8 = new byte[Short.toUnsignedInt(in.getShort())];
        in.get(utf8);
        return new String(utf8, UTF_8);
    }
}
