package io.hongyan.amqp.codec.field;

import java.nio.ByteBuffer;

/// The text fields that this side sends: short strings (a length of one byte, then UTF-8) and long strings (four bytes,
/// then UTF-8), AMQP 0-9-1, 4.2.5.3. Nothing is allocated. A surrogate without its other half goes out as `?`.
public final class Texts {
    /// The longest short string, in bytes.
    public static final int MAX_SHORT = 255;

    /// So many characters are a short string whatever they are.
    private static final int SURELY_SHORT = MAX_SHORT / 3;

    private static final int SHOWN = 64;

    private Texts() {}

    /// The bytes of a text in UTF-8, without a length field.
    public static int length(String text) {
        int chars = text.length();
        int bytes = chars;
        for (int i = 0; i < chars; i++) {
            char c = text.charAt(i);
            if (c >= 0x80) {
                if (!Character.isSurrogate(c)) {
                    bytes += c < 0x800 ? 1 : 2;
                } else if (isPair(text, i)) {
                    bytes += 2;
                    i++;
                }
            }
        }
        return bytes;
    }

    /// The bytes of a short string with its length field, 1 to 256.
    ///
    /// @throws IllegalArgumentException when the text is longer
    public static int shortLength(String text) {
        int length = length(text);
        if (length > MAX_SHORT) {
            throw new IllegalArgumentException("a short string has at most 255 bytes, not " + length);
        }
        return 1 + length;
    }

    /// The bytes of a long string with its length field, 4 or more.
    public static int longLength(String text) {
        return Integer.BYTES + length(text);
    }

    /// Refuses a text that no short string can be: above 255 bytes, or with a zero.
    ///
    /// @throws IllegalArgumentException naming the field
    public static void checkShort(String text, String what) {
        if (text.length() > SURELY_SHORT && length(text) > MAX_SHORT) {
            throw new IllegalArgumentException(what + " has at most 255 bytes, not " + length(text));
        }
        if (text.indexOf('\0') >= 0) {
            throw new IllegalArgumentException(what + " holds U+0000 at index " + text.indexOf('\0'));
        }
    }

    /// Writes a short string: as many bytes as [#shortLength] says.
    public static void putShort(String text, ByteBuffer out) {
        int at = out.position();
        out.put((byte) 0);
        put(text, out);
        out.put(at, (byte) (out.position() - at - 1));
    }

    /// Writes a long string: as many bytes as [#longLength] says.
    public static void putLong(String text, ByteBuffer out) {
        int at = out.position();
        out.putInt(0);
        put(text, out);
        out.putInt(at, out.position() - at - Integer.BYTES);
    }

    private static void put(String text, ByteBuffer out) {
        int chars = text.length();
        for (int i = 0; i < chars; i++) {
            char c = text.charAt(i);
            if (c < 0x80) {
                out.put((byte) c);
            } else if (c < 0x800) {
                out.put((byte) (0xc0 | (c >> 6)));
                out.put(continuation(c));
            } else if (!Character.isSurrogate(c)) {
                out.put((byte) (0xe0 | (c >> 12)));
                out.put(continuation(c >> 6));
                out.put(continuation(c));
            } else if (isPair(text, i)) {
                int point = Character.toCodePoint(c, text.charAt(++i));
                out.put((byte) (0xf0 | (point >> 18)));
                out.put(continuation(point >> 12));
                out.put(continuation(point >> 6));
                out.put(continuation(point));
            } else {
                out.put((byte) '?');
            }
        }
    }

    private static byte continuation(int bits) {
        return (byte) (0x80 | (bits & 0x3f));
    }

    private static boolean isPair(String text, int at) {
        return at + 1 < text.length() && Character.isSurrogatePair(text.charAt(at), text.charAt(at + 1));
    }

    /// As much of a text as a short string holds: cut between characters, zeros replaced by `?`.
    public static String fitting(String text) {
        String whole = text.codePoints().anyMatch(Character::isISOControl) ? printable(text) : text;
        if (length(whole) <= MAX_SHORT) {
            return whole;
        }
        int end = Math.min(whole.length(), MAX_SHORT);
        while (length(whole.substring(0, end)) > MAX_SHORT) {
            end--;
        }
        boolean insidePair = Character.isHighSurrogate(whole.charAt(end - 1));
        return whole.substring(0, insidePair ? end - 1 : end);
    }

    private static String printable(String text) {
        StringBuilder printable = new StringBuilder(text.length());
        text.codePoints().map(c -> Character.isISOControl(c) ? '?' : c).forEach(printable::appendCodePoint);
        return printable.toString();
    }

    /// A text of the peer for a sentence: in quotes, cut, without control characters.
    public static String shown(String text) {
        StringBuilder shown = new StringBuilder("'");
        text.codePoints()
                .limit(SHOWN)
                .map(c -> Character.isISOControl(c) ? '?' : c)
                .forEach(shown::appendCodePoint);
        return shown.append(text.codePointCount(0, text.length()) > SHOWN ? "...'" : "'")
                .toString();
    }
}
