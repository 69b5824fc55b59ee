package io.hongyan.transport;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.socket.DuplexChannel;
import io.netty.util.concurrent.Future;
import java.time.Duration;

/// Ends a channel in order: what was written leaves first, and a peer that does not take it is cut off after a time.
@SuppressWarnings("FutureReturnValueIgnored") // the channel tells its handlers
final class Farewell {
    private static final Duration LINGER = Duration.ofSeconds(1);
    private static final Duration LIMIT = Duration.ofSeconds(5);

    private Farewell() {}

    /// Everything has been written and flushed; the socket may have taken none of it.
    ///
    /// @param spoke whether the last bytes were written just now, so that the peer cannot have read them
    static void say(Channel channel, Wire wire, NettyLoop loop, boolean spoke) {
        if (wire.lingers() && channel instanceof DuplexChannel duplex) {
            ChannelFuture left = channel.writeAndFlush(Unpooled.EMPTY_BUFFER);
            left.addListener((Future<? super Void> done) -> {
                if (spoke && done.isSuccess()) {
                    linger(duplex, loop);
                } else {
                    cut(channel);
                }
            });
        } else {
            wire.close(channel);
        }
        if (channel.isOpen()) {
            loop.after(LIMIT, () -> cut(channel));
        }
    }

    /// Shuts the own direction and throws away what still comes, for a moment: closing at once, with bytes unread,
    /// would make the kernel reset the connection, and the peer might lose the last packet, which says why.
    private static void linger(DuplexChannel channel, NettyLoop loop) {
        channel.shutdownOutput();
        channel.config().setAutoRead(true);
        loop.after(LINGER, () -> cut(channel));
    }

    /// Closes at once, past TLS and WebSocket, which would like to say goodbye.
    static void cut(Channel channel) {
        if (channel.isOpen()) {
            channel.unsafe().close(channel.unsafe().voidPromise());
        }
    }
}
