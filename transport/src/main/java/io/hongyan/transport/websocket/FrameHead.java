package io.hongyan.transport.websocket;

import io.hongyan.transport.netty.WebSocketFrames;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import java.nio.ByteBuffer;

/// What a peer may send before a payload (RFC 6455, chapter 5.2): each byte is judged when it is there, also when the
/// next one is not.
///
/// No state. Any thread.
final class FrameHead {
    static final int CLOSE = 8;
    static final int PING = 9;
    static final int PONG = 10;

    /// More bytes are needed.
    static final int INCOMPLETE = 0;

    private static final int CONTINUATION = 0;
    private static final int TEXT = 1;
    private static final int BINARY = 2;
    private static final int MASK_BYTES = 4;

    private FrameHead() {}

    /// The number of bytes before the payload, or [#INCOMPLETE].
    ///
    /// @param end the end of the bytes that have come; one at least has
    /// @param masked whether the peer has to mask, as clients have; the mask is the end of the head
    /// @param inMessage whether the last message is not over
    static int length(ByteBuffer in, int at, int end, boolean masked, boolean inMessage) {
        int first = in.get(at) & 0xff;
        if (first != WebSocketFrames.WHOLE_BINARY || inMessage) {
            checkFirst(first, inMessage);
        }
        if (end - at < 2) {
            return INCOMPLETE;
        }
        int second = in.get(at + 1);
        if ((second < 0) != masked) {
            throw broken(masked ? "a client's frame without mask" : "a server's frame with mask");
        }
        int size = second & 0x7f;
        if ((first & 0x0f) >= CLOSE && size > WebSocketFrames.LARGEST_SHORT) {
            throw broken("a control frame of more than 125 bytes");
        }
        int length = 2 + lengthBytes(size) + (masked ? MASK_BYTES : 0);
        return length <= end - at ? length : INCOMPLETE;
    }

    /// The number of bytes of the payload.
    ///
    /// @param at where the head begins, which is there as a whole
    static long size(ByteBuffer in, int at) {
        int size = in.get(at + 1) & 0x7f;
        if (size <= WebSocketFrames.LARGEST_SHORT) {
            return size;
        }
        boolean two = size == WebSocketFrames.IN_TWO_BYTES;
        long length = two ? in.getShort(at + 2) & 0xffff : in.getLong(at + 2);
        if (length < 0) {
            throw broken("a length with 64 bits");
        }
        if (length <= (two ? WebSocketFrames.LARGEST_SHORT : WebSocketFrames.LARGEST_IN_TWO_BYTES)) {
            throw broken("a length in more bytes than it needs");
        }
        return length;
    }

    private static int lengthBytes(int size) {
        return switch (size) {
            case WebSocketFrames.IN_TWO_BYTES -> 2;
            case WebSocketFrames.IN_EIGHT_BYTES -> 8;
            default -> 0;
        };
    }

    private static void checkFirst(int first, boolean inMessage) {
        if ((first & 0x70) != 0) {
            throw broken("a reserved bit");
        }
        int opcode = first & 0x0f;
        switch (opcode) {
            case TEXT ->
                throw new CorruptedWebSocketFrameException(
                        WebSocketCloseStatus.INVALID_MESSAGE_TYPE, "binary messages only");
            case BINARY -> {
                if (inMessage) {
                    throw broken("a new message within a message");
                }
            }
            case CONTINUATION -> {
                if (!inMessage) {
                    throw broken("a continuation of nothing");
                }
            }
            case CLOSE, PING, PONG -> {
                if (first < 0x80) {
                    throw broken("a control frame in fragments");
                }
            }
            default -> throw broken("unknown opcode " + opcode);
        }
    }

    private static CorruptedWebSocketFrameException broken(String what) {
        return new CorruptedWebSocketFrameException(WebSocketCloseStatus.PROTOCOL_ERROR, what);
    }
}
