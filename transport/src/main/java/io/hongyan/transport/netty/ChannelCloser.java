package io.hongyan.transport.netty;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.socket.DuplexChannel;
import io.netty.channel.socket.SocketChannelConfig;
import io.netty.util.concurrent.Future;
import java.time.Duration;

/// Closes a channel gracefully: pending writes are sent first, with a time limit for a peer that does not read.
@SuppressWarnings("FutureReturnValueIgnored") // the channel tells its handlers
final class ChannelCloser {
    private static final Duration LINGER = Duration.ofSeconds(1);
    private static final Duration LIMIT = Duration.ofSeconds(5);

    private ChannelCloser() {}

    /// Called when everything has been written and flushed; the socket may not have taken it yet.
    ///
    /// @param spoke whether the last bytes were written just now, so that the peer cannot have read them
    static void close(Channel channel, OutboundFraming wire, NettyLoop loop, boolean spoke) {
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
            channel.close();
        }
        if (channel.isOpen()) {
            loop.after(LIMIT, () -> cut(channel));
        }
    }

    /// Shuts down the output and discards input for a moment: closing with unread bytes makes the kernel reset the
    /// connection, and the peer might lose the last packet, which says why.
    private static void linger(DuplexChannel channel, NettyLoop loop) {
        channel.shutdownOutput();
        channel.config().setAutoRead(true);
        loop.after(LINGER, () -> cut(channel));
    }

    /// Closes at once with a TCP reset.
    static void reset(Channel channel) {
        if (channel.config() instanceof SocketChannelConfig config && channel.isOpen()) {
            config.setSoLinger(0);
        }
        cut(channel);
    }

    /// Closes at once, without the closing messages of TLS and WebSocket.
    static void cut(Channel channel) {
        if (channel.isOpen()) {
            channel.unsafe().close(channel.unsafe().voidPromise());
        }
    }
}
