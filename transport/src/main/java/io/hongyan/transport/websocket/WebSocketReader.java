package io.hongyan.transport.websocket;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.handler.codec.http.websocketx.WebSocketFrameDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/// Reads WebSocket frames (RFC 6455, chapter 5) and hands on the bytes of binary messages as they come, wherever a
/// message or a fragment ends: MQTT packets need not be aligned with them [MQTT-6.0.0-2]. A text message ends the
/// connection [MQTT-6.0.0-1].
///
/// It takes the place of Netty's decoder, which keeps a frame until it is whole: a peer could announce a frame of
/// hundreds of megabytes and have it stored before anybody has looked for the MQTT packet in it. Here nothing is kept
/// but a header and the at most 125 bytes of a control frame.
///
/// Confined to its connection's loop.
@SuppressWarnings("FutureReturnValueIgnored") // the channel tells its handlers
public final class WebSocketReader extends ChannelInboundHandlerAdapter {
    private static final int CONTINUATION = 0;
    private static final int TEXT = 1;
    private static final int BINARY = 2;
    private static final int CLOSE = 8;
    private static final int PING = 9;
    private static final int PONG = 10;
    private static final int LARGEST_CONTROL = 125;
    private static final byte[] NO_CONTROL = {};

    /// Clients mask what they send, servers do not (chapter 5.1).
    private final boolean masked;

    private final byte[] header = new byte[14];
    private int headerLength;
    private int headerTarget = 2;
    private long remaining;
    private int maskAt;
    private byte[] control = NO_CONTROL;
    private boolean inMessage;
    private boolean over;

    private WebSocketReader(boolean masked) {
        this.masked = masked;
    }

    /// Takes the place of Netty's decoder right after the handshake.
    public static void install(ChannelPipeline pipeline, boolean masked) {
        pipeline.replace(WebSocketFrameDecoder.class, null, new WebSocketReader(masked));
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (!(message instanceof ByteBuf in)) {
            context.fireChannelRead(message);
            return;
        }
        try {
            while (in.isReadable() && !over) {
                if (headerLength < headerTarget) {
                    header[headerLength++] = in.readByte();
                    check(headerLength);
                } else {
                    payload(context, in);
                }
                if (headerLength == headerTarget && remaining == 0) {
                    finish(context);
                }
            }
        } catch (CorruptedWebSocketFrameException fault) {
            over = true;
            context.channel().writeAndFlush(new CloseWebSocketFrame(fault.closeStatus(), fault.getMessage()));
            context.fireExceptionCaught(fault);
        } finally {
            in.release();
        }
    }

    private int opcode() {
        return header[0] & 0x0f;
    }

    private boolean last() {
        return header[0] < 0;
    }

    /// Looks at the header as soon as there is enough of it.
    private void check(int length) {
        if (length == 1) {
            checkOpcode();
        } else if (length == 2) {
            int size = header[1] & 0x7f;
            if ((header[1] < 0) != masked) {
                throw broken(masked ? "a client's frame without mask" : "a server's frame with mask");
            }
            if (opcode() >= CLOSE && size > LARGEST_CONTROL) {
                throw broken("a control frame of more than 125 bytes");
            }
            headerTarget = 2 + (size == 126 ? 2 : size == 127 ? 8 : 0) + (masked ? 4 : 0);
        }
        if (length == headerTarget) {
            remaining = announced();
            maskAt = 0;
            control = opcode() >= CLOSE && remaining > 0 ? new byte[(int) remaining] : NO_CONTROL;
        }
    }

    private void checkOpcode() {
        if ((header[0] & 0x70) != 0) {
            throw broken("a reserved bit");
        }
        switch (opcode()) {
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
                if (!last()) {
                    throw broken("a control frame in fragments");
                }
            }
            default -> throw broken("unknown opcode " + opcode());
        }
    }

    private long announced() {
        int size = header[1] & 0x7f;
        if (size < 126) {
            return size;
        }
        long length = 0;
        for (int i = 2; i < (size == 126 ? 4 : 10); i++) {
            length = (length << 8) | (header[i] & 0xff);
        }
        if (length < 0) {
            throw broken("a length with 64 bits");
        }
        if (length < (size == 126 ? 126 : 1 << 16)) {
            throw broken("a length in more bytes than it needs");
        }
        return length;
    }

    private void payload(ChannelHandlerContext context, ByteBuf in) {
        int taken = (int) Math.min(remaining, in.readableBytes());
        if (masked) {
            unmask(in, in.readerIndex(), taken);
        }
        if (opcode() >= CLOSE) {
            in.readBytes(control, control.length - (int) remaining, taken);
        } else {
            context.fireChannelRead(in.readRetainedSlice(taken));
        }
        remaining -= taken;
    }

    private void unmask(ByteBuf in, int start, int length) {
        int key = headerTarget - 4;
        int end = start + length;
        int i = start;
        while (i < end && maskAt != 0) {
            in.setByte(i, in.getByte(i) ^ header[key + maskAt]);
            maskAt = (maskAt + 1) & 3;
            i++;
        }
        long four = 0;
        for (int k = 0; k < 4; k++) {
            four = (four << 8) | (header[key + k] & 0xff);
        }
        long eight = (four << 32) | four;
        for (; i + 8 <= end; i += 8) {
            in.setLong(i, in.getLong(i) ^ eight);
        }
        for (; i < end; i++) {
            in.setByte(i, in.getByte(i) ^ header[key + maskAt]);
            maskAt = (maskAt + 1) & 3;
        }
    }

    private void finish(ChannelHandlerContext context) {
        headerLength = 0;
        headerTarget = 2;
        switch (opcode()) {
            case CLOSE -> {
                over = true;
                checkGoodbye();
                context.fireChannelRead(new CloseWebSocketFrame(true, 0, Unpooled.wrappedBuffer(control)));
            }
            case PING -> answer(context);
            case PONG -> {}
            default -> inMessage = !last();
        }
        control = NO_CONTROL;
    }

    /// A peer that pings and does not read the answers gets none until it reads again.
    private void answer(ChannelHandlerContext context) {
        if (context.channel().isWritable()) {
            context.fireChannelRead(new PingWebSocketFrame(Unpooled.wrappedBuffer(control)));
        }
    }

    private void checkGoodbye() {
        if (control.length == 0) {
            return;
        }
        int code = control.length == 1 ? 0 : ((control[0] & 0xff) << 8) | (control[1] & 0xff);
        if (!WebSocketCloseStatus.isValidStatusCode(code)) {
            throw broken("a close frame without a valid code");
        }
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(control, 2, control.length - 2));
        } catch (CharacterCodingException e) {
            throw new CorruptedWebSocketFrameException(
                    WebSocketCloseStatus.INVALID_PAYLOAD_DATA, "a close frame whose reason is not UTF-8");
        }
    }

    private static CorruptedWebSocketFrameException broken(String what) {
        return new CorruptedWebSocketFrameException(WebSocketCloseStatus.PROTOCOL_ERROR, what);
    }
}
