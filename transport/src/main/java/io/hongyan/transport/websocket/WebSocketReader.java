package io.hongyan.transport.websocket;

import io.hongyan.transport.netty.Masks;
import io.hongyan.transport.netty.WebSocketFrames;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.Utf8FrameValidator;
import io.netty.handler.codec.http.websocketx.WebSocketClientProtocolHandler;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.handler.codec.http.websocketx.WebSocketFrameDecoder;
import io.netty.handler.codec.http.websocketx.WebSocketFrameEncoder;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolHandler;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads WebSocket frames (RFC 6455, chapter 5) and hands on the bytes of binary messages as they come, wherever a
/// message or a fragment ends: MQTT packets need not be aligned with them [MQTT-6.0.0-2]. A text message ends the
/// connection [MQTT-6.0.0-1]. It answers control frames, and says goodbye before the channel is closed. What this side
/// sends passes it by: that is frames already.
///
/// The payloads of what one read brought are moved together within their buffer, in the same pass that takes the mask
/// away, and handed on at once: a frame costs no object and no copy, and packets lie there as TCP would bring them.
///
/// It takes the place of Netty's handlers, of which the decoder keeps a frame until it is whole: a peer could announce
/// a frame of hundreds of megabytes and have it stored before anybody has looked for the MQTT packet in it. Here
/// nothing is kept but a head and the at most 125 bytes of a control frame.
///
/// Confined to its connection's loop.
@SuppressWarnings("FutureReturnValueIgnored") // the channel tells its handlers
public final class WebSocketReader extends ChannelDuplexHandler {
    /// What served the handshake, and is not needed after it.
    private static final List<Class<? extends ChannelHandler>> OF_HANDSHAKE = List.of(
            WebSocketFrameEncoder.class,
            Utf8FrameValidator.class,
            WebSocketServerProtocolHandler.class,
            WebSocketClientProtocolHandler.class);

    private static final int PONG_FRAME = 0x8a;
    private static final byte[] NO_CONTROL = {};

    /// Clients mask what they send, servers do not (chapter 5.1); so one side of a connection does.
    private final boolean masked;

    private final @Nullable Masks masks;
    private boolean inMessage;
    private boolean over;
    /// The first byte of the frame that is being read.
    private byte first;
    /// Its mask, turned so that it begins with the part for the next byte.
    private int mask;
    /// How many bytes of its payload are to come.
    private long remaining;
    /// Its payload, when it is a control frame.
    private byte[] control = NO_CONTROL;
    /// The beginning of a head whose end has not come.
    private @Nullable ByteBuffer splitHead;
    /// Where the payload lies that was moved together and not handed on, in the buffer that is being read.
    private int from;

    private int to;
    private @Nullable Goodbye goodbye;

    private WebSocketReader(@Nullable Masks masks) {
        this.masked = masks == null;
        this.masks = masks;
    }

    /// Takes the place of Netty's handlers right after the handshake.
    ///
    /// @param masks of this side, a client; null = this is a server
    public static void install(ChannelPipeline pipeline, @Nullable Masks masks) {
        for (Class<? extends ChannelHandler> handler : OF_HANDSHAKE) {
            if (pipeline.context(handler) != null) {
                pipeline.remove(handler);
            }
        }
        pipeline.replace(WebSocketFrameDecoder.class, null, new WebSocketReader(masks));
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (!(message instanceof ByteBuf in)) {
            context.fireChannelRead(message);
            return;
        }
        ByteBuffer bytes = view(in);
        int shift = bytes.position() - in.readerIndex();
        from = bytes.position();
        to = from;
        CorruptedWebSocketFrameException fault = null;
        try {
            take(context, in, bytes);
        } catch (CorruptedWebSocketFrameException wrong) {
            fault = wrong;
        }
        if (from < to) {
            in.setIndex(from - shift, to - shift);
            context.fireChannelRead(in);
        } else {
            in.release();
        }
        if (fault != null) {
            over = true;
            goodbye(context, CloseReason.of(fault.closeStatus(), String.valueOf(fault.getMessage())));
            context.fireExceptionCaught(fault);
        }
    }

    /// A channel that is closed without a word gets the goodbye before.
    @Override
    public void close(ChannelHandlerContext context, ChannelPromise promise) {
        if (context.channel().isActive()) {
            goodbye(context, CloseReason.of(WebSocketCloseStatus.NORMAL_CLOSURE, ""))
                    .thenClose(context, promise);
        } else {
            context.close(promise);
        }
    }

    private void take(ChannelHandlerContext context, ByteBuf in, ByteBuffer bytes) {
        int at = bytes.position();
        int end = bytes.limit();
        while (at < end && !over) {
            if (remaining == 0) {
                at = readHead(bytes, at, end);
                if (splitHead != null) {
                    return;
                }
            }
            int taken = (int) Math.min(remaining, end - at);
            if ((first & 0x0f) >= FrameHead.CLOSE) {
                takeControl(context, in, at, taken);
            } else {
                takeData(bytes, at, taken);
            }
            at += taken;
        }
    }

    /// Takes a head, or keeps what there is of it.
    ///
    /// @return the position behind what was taken
    private int readHead(ByteBuffer bytes, int at, int end) {
        ByteBuffer split = splitHead;
        if (split == null) {
            int length = FrameHead.length(bytes, at, end, masked, inMessage);
            if (length != FrameHead.INCOMPLETE) {
                begin(bytes, at, length);
                return at + length;
            }
            split = ByteBuffer.allocate(WebSocketFrames.LARGEST_HEAD);
            splitHead = split;
        }
        for (int i = at; i < end; i++) {
            split.put(bytes.get(i));
            int length = FrameHead.length(split, 0, split.position(), masked, inMessage);
            if (length != FrameHead.INCOMPLETE) {
                begin(split, 0, length);
                splitHead = null;
                return i + 1;
            }
        }
        return end;
    }

    private void begin(ByteBuffer bytes, int at, int length) {
        first = bytes.get(at);
        remaining = FrameHead.size(bytes, at);
        mask = masked ? bytes.getInt(at + length - Integer.BYTES) : 0;
        if ((first & 0x0f) >= FrameHead.CLOSE && remaining > 0) {
            control = new byte[(int) remaining];
        }
    }

    private void takeData(ByteBuffer bytes, int at, int taken) {
        if (from == to) { // so that the first need not be moved, which may be large
            from = at;
            to = at;
        }
        mask = WebSocketFrames.move(bytes, at, to, taken, mask);
        to += taken;
        remaining -= taken;
        if (remaining == 0) {
            inMessage = first >= 0; // its highest bit ends the message
        }
    }

    private void takeControl(ChannelHandlerContext context, ByteBuf in, int at, int taken) {
        ByteBuffer bytes = view(in);
        mask = WebSocketFrames.move(bytes, at, at, taken, mask);
        bytes.get(at, control, control.length - (int) remaining, taken);
        remaining -= taken;
        if (remaining > 0) {
            return;
        }
        if (from < to) { // what came before it has its effect before it
            int shift = bytes.position() - in.readerIndex();
            context.fireChannelRead(in.retainedSlice(from - shift, to - from));
            from = to;
            view(in); // the other may have moved its bounds
        }
        byte[] payload = control;
        control = NO_CONTROL;
        answer(context, payload);
    }

    private void answer(ChannelHandlerContext context, byte[] payload) {
        switch (first & 0x0f) {
            case FrameHead.CLOSE -> {
                over = true;
                CloseReason.check(payload);
                goodbye(context, payload).thenClose(context, context.newPromise());
            }
            case FrameHead.PING -> pong(context, payload);
            default -> {}
        }
    }

    /// A peer that pings and does not read the answers gets none until it reads again.
    private void pong(ChannelHandlerContext context, byte[] payload) {
        if (context.channel().isWritable() && goodbye == null) {
            context.writeAndFlush(WebSocketFrames.control(context.alloc(), PONG_FRAME, payload, masks));
        }
    }

    private Goodbye goodbye(ChannelHandlerContext context, byte[] payload) {
        Goodbye present = goodbye;
        if (present == null) {
            present = new Goodbye(context, payload, masks);
            goodbye = present;
        }
        return present;
    }

    private static ByteBuffer view(ByteBuf in) {
        return in.internalNioBuffer(in.readerIndex(), in.readableBytes());
    }
}
