package io.hongyan.transport.endpoint;

import io.hongyan.transport.netty.HandshakeQueue;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.ssl.OpenSslContext;
import io.netty.handler.ssl.SniHandler;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.Mapping;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Promise;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Reads which host the client asks for, waits until it is this handshake's turn, and takes the host's context. A
/// ClientHello that comes in pieces waits with its last one, behind which the work is.
final class ServerName extends SniHandler {
    private static final int CLIENT_HELLO = 32 << 10;

    private final Mapping<String, SslContext> tls;
    private final HandshakeQueue queue;

    /// @param limit of the time that the ClientHello may take
    ServerName(Mapping<String, SslContext> tls, HandshakeQueue queue, Duration limit) {
        super(tls, CLIENT_HELLO, limit.toMillis());
        this.tls = tls;
        this.queue = queue;
    }

    /// Nothing more is read from the client until this is answered, in the order of the queue.
    @Override
    protected Future<SslContext> lookup(ChannelHandlerContext context, @Nullable String host) {
        Promise<SslContext> turn = context.executor().newPromise();
        queue.enter(() -> begin(context, turn, host));
        return turn;
    }

    /// The handshake begins within this call.
    private void begin(ChannelHandlerContext context, Promise<SslContext> turn, @Nullable String host) {
        if (!context.isRemoved() && context.channel().isActive()) { // otherwise the client is gone
            turn.setSuccess(tls.map(host));
        }
    }

    @Override
    protected SslHandler newSslHandler(SslContext context, ByteBufAllocator allocator) {
        return context instanceof OpenSslContext
                ? new BoringSslHandler(context.newEngine(allocator))
                : super.newSslHandler(context, allocator);
    }
}
