package io.hongyan.store.rocksdb.row;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.Arrays;

/// Encodes and decodes keys. A key that is too short for a number is read as if zeros followed, which keeps the order.
public final class KeyCodec {
    private KeyCodec() {}

    public static byte[] of(long number) {
        return ByteBuffer.allocate(8).putLong(number).array();
    }

    public static byte[] of(long number, long sequence) {
        return ByteBuffer.allocate(16).putLong(number).putLong(sequence).array();
    }

    public static byte[] of(long number, int packetId) {
        return ByteBuffer.allocate(10)
                .putLong(number)
                .putShort((short) packetId)
                .array();
    }

    public static byte[] of(long number, String text) {
        byte[] bytes = text.getBytes(UTF_8);
        return ByteBuffer.allocate(8 + bytes.length).putLong(number).put(bytes).array();
    }

    /// Neither part may contain U+0000, which MQTT forbids.
    public static byte[] of(String name, byte[] rest) {
        byte[] bytes = name.getBytes(UTF_8);
        return ByteBuffer.allocate(bytes.length + 1 + rest.length)
                .put(bytes)
                .put((byte) 0)
                .put(rest)
                .array();
    }

    /// The key of an outbox entry.
    public static byte[] of(String name, long sequence) {
        return of(name, of(sequence));
    }

    /// The first key after all keys with that name.
    public static byte[] after(String name) {
        byte[] key = of(name, new byte[0]);
        key[key.length - 1] = 1;
        return key;
    }

    /// The first key after all keys that begin with a prefix.
    ///
    /// @param longest how many bytes a key has at most
    public static byte[] afterPrefix(byte[] prefix, int longest) {
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

    public static boolean startsWith(byte[] key, byte[] prefix) {
        return key.length >= prefix.length && Arrays.equals(key, 0, prefix.length, prefix, 0, prefix.length);
    }

    /// The part after the first zero byte.
    public static String rest(byte[] key) {
        int from = name(key).getBytes(UTF_8).length + 1;
        return new String(key, from, key.length - from, UTF_8);
    }

    public static long number(byte[] key) {
        return longAt(key, 0);
    }

    public static long sequence(byte[] key) {
        return longAt(key, 8);
    }

    private static long longAt(byte[] key, int offset) {
        return ByteBuffer.wrap(key.length < offset + 8 ? Arrays.copyOf(key, offset + 8) : key)
                .getLong(offset);
    }

    /// The sequence of an outbox entry.
    public static long outboxSequence(byte[] key) {
        return ByteBuffer.wrap(key).getLong(key.length - 8);
    }

    public static int packetId(byte[] key) {
        return ByteBuffer.wrap(key).getShort(8) & 0xffff;
    }

    public static String text(byte[] key) {
        return new String(key, 8, key.length - 8, UTF_8);
    }

    /// The part before the first zero byte.
    public static String name(byte[] key) {
        int length = 0;
        while (length < key.length && key[length] != 0) {
            length++;
        }
        return new String(key, 0, length, UTF_8);
    }
}
