package io.hongyan.codec.field;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.hongyan.codec.ProtocolException;

/// The text fields of MQTT: well-formed UTF-8 without surrogates [MQTT-1.5.4-1] and without U+0000
/// [MQTT-1.5.4-2]. A byte order mark is an ordinary character [MQTT-1.5.4-3]; control characters and
/// non-characters are accepted.
public final class Utf8 {
    /// The longest text field, in bytes.
    public static final int MAX_LENGTH = 0xffff;

    private static final long HIGH_BITS = 0x8080_8080_8080_8080L;
    private static final long LOW_BITS = 0x0101_0101_0101_0101L;

    private Utf8() {}

    /// Refuses ill-formed text that came from the peer.
    ///
    /// @throws ProtocolException naming the clause and the position
    public static void check(byte[] bytes, int offset, int length) {
        int at = offset;
        int end = offset + length;
        while (at < end) {
            at = skipAscii(bytes, at, end);
            if (at < end) {
                at = skipCharacter(bytes, at, end);
            }
        }
    }

    /// Encodes text that this side sends.
    ///
    /// @throws IllegalArgumentException when the text is not valid in MQTT
    public static byte[] encode(String text) {
        length(text);
        return text.getBytes(UTF_8);
    }

    /// The encoded length in bytes of text that this side sends, without the length field.
    ///
    /// @throws IllegalArgumentException when the text is not valid in MQTT
    public static int length(String text) {
        int chars = text.length();
        int bytes = chars;
        for (int i = 0; i < chars; i++) {
            char c = text.charAt(i);
            if (c == 0) {
                throw new IllegalArgumentException("text holds U+0000 at index " + i);
            }
            if (c >= 0x80) {
                bytes += c < 0x800 ? 1 : 2;
                if (Character.isSurrogate(c)) {
                    if (!Character.isHighSurrogate(c)
                            || i + 1 == chars
                            || !Character.isLowSurrogate(text.charAt(i + 1))) {
                        throw new IllegalArgumentException("text holds an unpaired surrogate at index " + i);
                    }
                    i++;
                }
            }
        }
        if (bytes > MAX_LENGTH) {
            throw new IllegalArgumentException("text has at most 65535 bytes, not " + bytes);
        }
        return bytes;
    }

    private static int skipAscii(byte[] bytes, int from, int end) {
        int at = from;
        while (at + Long.BYTES <= end) {
            long word = Longs.get(bytes, at);
            // No high bit is set, so subtracting 1 from each byte borrows only where a byte is zero.
            if (((word | (word - LOW_BITS)) & HIGH_BITS) != 0) {
                break;
            }
            at += Long.BYTES;
        }
        while (at < end && bytes[at] > 0) {
            at++;
        }
        return at;
    }

    private static int skipCharacter(byte[] bytes, int at, int end) {
        int first = bytes[at] & 0xff;
        if (first == 0) {
            throw ProtocolException.malformed("MQTT-1.5.4-2", "text holds U+0000");
        }
        int second = at + 1 < end ? bytes[at + 1] & 0xff : 0;
        if (first < 0xe0) {
            // C0 and C1 would encode an ASCII character in two bytes.
            return first >= 0xc2 && isContinuation(second) ? at + 2 : illFormed(at);
        }
        if (first < 0xf0) {
            boolean overlong = first == 0xe0 && second < 0xa0;
            boolean surrogate = first == 0xed && second > 0x9f;
            return isContinuation(second) && continues(bytes, at + 2, end) && !overlong && !surrogate
                    ? at + 3
                    : illFormed(at);
        }
        boolean overlong = first == 0xf0 && second < 0x90;
        boolean beyond = first > 0xf4 || (first == 0xf4 && second > 0x8f);
        return isContinuation(second)
                        && continues(bytes, at + 2, end)
                        && continues(bytes, at + 3, end)
                        && !overlong
                        && !beyond
                ? at + 4
                : illFormed(at);
    }

    private static boolean continues(byte[] bytes, int at, int end) {
        return at < end && isContinuation(bytes[at] & 0xff);
    }

    private static boolean isContinuation(int octet) {
        return (octet & 0xc0) == 0x80;
    }

    private static int illFormed(int at) {
        throw ProtocolException.malformed("MQTT-1.5.4-1", "text is ill-formed UTF-8 at byte " + at);
    }
}
