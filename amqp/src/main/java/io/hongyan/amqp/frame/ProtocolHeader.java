package io.hongyan.amqp.frame;

import io.hongyan.amqp.codec.AmqpException;
import io.hongyan.amqp.codec.ReplyCode;
import io.hongyan.transport.ClientHello;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/// The eight bytes that a client sends first: `AMQP`, 0, 0, 9, 1 (AMQP 0-9-1, 4.2.2). A server answers others with its
/// own header and ends the connection.
public final class ProtocolHeader {
    /// In bytes.
    public static final int SIZE = 8;

    private static final byte[] BYTES = {'A', 'M', 'Q', 'P', 0, 0, 9, 1};
    private static final int NAME = 4;
    private static final int CONNECT_OF_MQTT = 0x10;
    private static final List<String> HTTP =
            List.of("GET ", "PUT ", "POST ", "HEAD ", "PATCH ", "DELETE ", "OPTIONS ", "CONNECT ", "PRI * HTTP");

    private ProtocolHeader() {}

    /// Writes the header, [#SIZE] bytes.
    public static void put(ByteBuffer out) {
        out.put(BYTES);
    }

    /// Refuses bytes that no header begins with, at the first wrong one.
    ///
    /// @param limit the end of the bytes that have arrived; what comes after a header is not looked at
    static void check(ByteBuffer in, int position, int limit) {
        int end = Math.min(limit, position + SIZE);
        for (int i = position; i < end; i++) {
            if (in.get(i) != BYTES[i - position]) {
                throw new AmqpException(ReplyCode.FRAME_ERROR, "4.2.2", named(in, position, limit));
            }
        }
    }

    /// What a client speaks instead, as far as its bytes tell.
    private static String named(ByteBuffer in, int position, int limit) {
        byte[] bytes = new byte[Math.min(limit - position, 2 * SIZE)];
        in.get(position, bytes);
        if (beginsTls(bytes)) {
            return ClientHello.ON_PLAIN_PORT;
        }
        if (bytes[0] == CONNECT_OF_MQTT) {
            return "MQTT on an AMQP port: MQTT has ports of its own";
        }
        if (beginsHttp(bytes)) {
            return "plain HTTP on an AMQP port: APIs, metrics and administration have ports of their own";
        }
        String hex = HexFormat.ofDelimiter(" ").formatHex(bytes, 0, Math.min(bytes.length, SIZE));
        if (Arrays.mismatch(bytes, BYTES) >= NAME) {
            return version(bytes) + "; this port speaks AMQP 0-9-1 (" + hex + ")";
        }
        return "no client of AMQP begins with " + hex;
    }

    private static boolean beginsTls(byte[] bytes) {
        return ClientHello.mayBegin(bytes[0]) && (bytes.length == 1 || ClientHello.begins(ByteBuffer.wrap(bytes)));
    }

    private static boolean beginsHttp(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        return HTTP.stream().anyMatch(text::startsWith);
    }

    /// 1.0 has the number of a layer, then major, minor and revision; versions before 0-9-1 have another order.
    private static String version(byte[] bytes) {
        if (bytes.length >= SIZE && bytes[NAME + 1] == 1 && bytes[NAME + 2] == 0 && bytes[NAME + 3] == 0) {
            return "the client speaks AMQP 1.0";
        }
        return "the client speaks another version of AMQP";
    }
}
