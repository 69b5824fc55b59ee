package io.hongyan.transport.endpoint;

import io.hongyan.transport.Peer;
import io.netty.channel.Channel;
import io.netty.handler.ssl.SslHandler;
import java.net.InetSocketAddress;
import java.security.cert.Certificate;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/// What a TLS handshake told about the peer.
record TlsPeer(@Nullable String serverName, List<X509Certificate> certificates) {
    /// @param serverName what the client asked for by SNI; null = nothing, or this side is the client
    static TlsPeer of(Channel channel, @Nullable String serverName) {
        SslHandler handler = channel.pipeline().get(SslHandler.class);
        if (handler == null) {
            return new TlsPeer(serverName, List.of());
        }
        return new TlsPeer(serverName, certificates(handler.engine().getSession()));
    }

    static Peer peer(InetSocketAddress address, String listener, @Nullable TlsPeer facts) {
        return facts == null
                ? new Peer(address, listener, false, null, List.of())
                : new Peer(address, listener, true, facts.serverName(), facts.certificates());
    }

    /// Whether the certificate that the client showed counts no longer. It is asked of resumed sessions, too, whose
    /// certificate nobody has looked at since they began.
    boolean isExpired() {
        try {
            if (!certificates.isEmpty()) {
                certificates.getFirst().checkValidity();
            }
            return false;
        } catch (CertificateExpiredException expired) {
            return true;
        } catch (CertificateNotYetValidException early) {
            return false; // a full handshake decides that
        }
    }

    private static List<X509Certificate> certificates(SSLSession session) {
        List<X509Certificate> chain = new ArrayList<>();
        try {
            for (Certificate certificate : session.getPeerCertificates()) {
                if (certificate instanceof X509Certificate x509) {
                    chain.add(x509);
                }
            }
        } catch (SSLPeerUnverifiedException none) {
            return List.of();
        }
        return chain;
    }
}
