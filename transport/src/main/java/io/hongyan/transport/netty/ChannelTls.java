package io.hongyan.transport.netty;

import io.hongyan.transport.TlsTerms;
import io.netty.channel.Channel;
import io.netty.handler.ssl.SslHandler;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/// What TLS there is in a channel.
final class ChannelTls {
    private ChannelTls() {}

    /// Null without TLS.
    static @Nullable TlsTerms terms(Channel channel) {
        SslHandler secure = channel.pipeline().get(SslHandler.class);
        SSLSession session = secure == null ? null : secure.engine().getSession();
        return session == null ? null : new TlsTerms(session.getProtocol(), session.getCipherSuite());
    }
}
