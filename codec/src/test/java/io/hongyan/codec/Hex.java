package io.hongyan.codec;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.hongyan.codec.field.VarInt;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Bytes for tests, laid out for people: pairs of hexadecimal digits, and text in single quotes. `00 04 'MQTT' 05`.
public final class Hex {
    private static final Pattern TOKEN = Pattern.compile("'([^']*)'|([0-9a-fA-F]{2})|\\s+");

    private Hex() {}

    public static byte[] bytes(String text) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Matcher token = TOKEN.matcher(text);
        int at = 0;
        while (at < text.length()) {
            if (!token.find(at) || token.start() != at) {
                throw new IllegalArgumentException("neither hexadecimal nor quoted at " + at + ": " + text);
            }
            if (token.group(1) != null) {
                out.writeBytes(token.group(1).getBytes(UTF_8));
            } else if (token.group(2) != null) {
                out.write(HexFormat.fromHexDigits(token.group(2)));
            }
            at = token.end();
        }
        return out.toByteArray();
    }

    public static ByteBuffer buffer(String text) {
        return ByteBuffer.wrap(bytes(text));
    }

    /// A whole packet: the first byte, the remaining length, the body.
    public static byte[] frame(String firstByte, String body) {
        byte[] content = bytes(body);
        byte[] frame = new byte[1 + VarInt.size(content.length) + content.length];
        frame[0] = bytes(firstByte)[0];
        int start = VarInt.put(frame, 1, content.length);
        System.arraycopy(content, 0, frame, start, content.length);
        return frame;
    }

    public static String text(byte[] bytes) {
        return HexFormat.ofDelimiter(" ").formatHex(bytes);
    }
}
