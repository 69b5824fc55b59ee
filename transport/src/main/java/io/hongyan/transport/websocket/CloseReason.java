package io.hongyan.transport.websocket;

import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/// The payload of a close frame (RFC 6455, chapter 5.5.1).
final class CloseReason {
    private static final int CODE_BYTES = 2;

    private CloseReason() {}

    static byte[] of(WebSocketCloseStatus status, String reason) {
        byte[] text = reason.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(CODE_BYTES + text.length)
                .putShort((short) status.code())
                .put(text)
                .array();
    }

    /// Refuses what is neither empty nor a code, with a text behind it or without.
    static void check(byte[] payload) {
        if (payload.length == 0) {
            return;
        }
        int code = payload.length < CODE_BYTES ? 0 : ((payload[0] & 0xff) << 8) | (payload[1] & 0xff);
        if (!WebSocketCloseStatus.isValidStatusCode(code)) {
            throw new CorruptedWebSocketFrameException(
                    WebSocketCloseStatus.PROTOCOL_ERROR, "a close frame without a valid code");
        }
        try {
            StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(payload, CODE_BYTES, payload.length - CODE_BYTES));
        } catch (CharacterCodingException e) {
            throw new CorruptedWebSocketFrameException(
                    WebSocketCloseStatus.INVALID_PAYLOAD_DATA, "a close frame whose reason is not UTF-8");
        }
    }
}
