package io.hongyan.transport.endpoint;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.handler.ssl.SslHandler;
import java.util.List;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;

/// TLS by BoringSSL. Its engine keeps what was wrong with a record until its alert is written, and then tells with the
/// next write only: a connection that has nothing to say would stay open. So there is a write of nothing after each
/// message of TLS's own.
final class BoringSslHandler extends SslHandler {
    BoringSslHandler(SSLEngine engine) {
        super(engine);
    }

    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // a failure is told to the handlers
    protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) throws SSLException {
        boolean established = handshakeFuture().isSuccess();
        long before = pending(context.channel());
        super.decode(context, in, out);
        if (established
                && pending(context.channel()) > before
                && context.channel().isActive()) {
            context.channel().writeAndFlush(Unpooled.EMPTY_BUFFER);
        }
    }

    private static long pending(Channel channel) {
        ChannelOutboundBuffer written = channel.unsafe().outboundBuffer();
        return written == null ? 0 : written.totalPendingWriteBytes();
    }
}
