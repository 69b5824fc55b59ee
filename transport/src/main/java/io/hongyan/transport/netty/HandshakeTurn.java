package io.hongyan.transport.netty;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import org.jspecify.annotations.Nullable;

/// Holds back what a client begins TLS with until it is its turn, and leaves the pipeline then.
public final class HandshakeTurn extends ChannelInboundHandlerAdapter {
    private final HandshakeQueue queue;
    private @Nullable ByteBuf held;

    public HandshakeTurn(HandshakeQueue queue) {
        this.queue = queue;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (!(message instanceof ByteBuf bytes)) {
            context.fireChannelRead(message); // the PROXY header, which is no part of TLS
            return;
        }
        if (held != null) {
            held = FrameReader.joined(held, bytes, context.alloc());
            return;
        }
        held = bytes;
        queue.enter(() -> begin(context));
        if (held != null) {
            context.channel().config().setAutoRead(false);
        }
    }

    private void begin(ChannelHandlerContext context) {
        ByteBuf bytes = held;
        if (bytes == null) {
            return; // the client is gone
        }
        held = null;
        context.fireChannelRead(bytes);
        context.fireChannelReadComplete();
        if (!context.isRemoved()) {
            context.pipeline().remove(this);
        }
        context.channel().config().setAutoRead(true);
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        if (held != null) {
            held.release();
            held = null;
        }
    }
}
