package io.hongyan.transport.endpoint;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.OpenSslContext;
import io.netty.handler.ssl.SniHandler;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.Mapping;
import java.time.Duration;

/// Reads which host the client asks for, and takes its context.
final class ServerName extends SniHandler {
    private static final int CLIENT_HELLO = 32 << 10;

    /// @param limit of the time that the ClientHello may take
    ServerName(Mapping<String, SslContext> tls, Duration limit) {
        super(tls, CLIENT_HELLO, limit.toMillis());
    }

    @Override
    protected SslHandler newSslHandler(SslContext context, ByteBufAllocator allocator) {
        return context instanceof OpenSslContext
                ? new BoringSslHandler(context.newEngine(allocator))
                : super.newSslHandler(context, allocator);
    }
}
