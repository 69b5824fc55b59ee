package io.hongyan.transport.websocket;

import io.hongyan.transport.netty.Masks;
import io.hongyan.transport.netty.WebSocketFrames;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.util.ReferenceCountUtil;
import java.nio.channels.ClosedChannelException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// A close frame that this side sent: what is written after it is dropped (RFC 6455, chapter 5.5.1).
///
/// Confined to its connection's loop.
@SuppressWarnings("FutureReturnValueIgnored") // the channel tells its handlers
final class Goodbye extends ChannelOutboundHandlerAdapter {
    private static final int CLOSE_FRAME = 0x88;
    private static final int LIMIT_SECONDS = 5;

    private final ChannelFuture said;

    /// Says it, and stands behind the handler from now on. A peer that does not read it is left after 5 s.
    ///
    /// @param masks of a client; null = from a server
    Goodbye(ChannelHandlerContext context, byte[] payload, @Nullable Masks masks) {
        context.pipeline().addAfter(context.name(), null, this);
        said = context.writeAndFlush(WebSocketFrames.control(context.alloc(), CLOSE_FRAME, payload, masks));
        if (!said.isDone()) {
            context.executor().schedule(() -> context.close(), LIMIT_SECONDS, TimeUnit.SECONDS);
        }
    }

    /// Closes when it has left, or cannot.
    void thenClose(ChannelHandlerContext context, ChannelPromise promise) {
        said.addListener(done -> context.close(promise));
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        ReferenceCountUtil.release(message);
        if (!promise.isVoid()) {
            promise.tryFailure(new ClosedChannelException());
        }
    }
}
