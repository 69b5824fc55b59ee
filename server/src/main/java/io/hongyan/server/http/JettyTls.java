package io.hongyan.server.http;

import java.security.GeneralSecurityException;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import org.eclipse.jetty.util.ssl.SslContextFactory;

/// Gives Jetty an engine for each connection, made of what was read last from the files of the certificates.
final class JettyTls extends SslContextFactory.Server {
    private final HttpTls tls;

    JettyTls(HttpTls tls) {
        this.tls = tls;
        setSslContext(empty());
    }

    /// Jetty wants one; it is never used.
    private static SSLContext empty() {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(new KeyManager[0], new TrustManager[0], null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has TLS", e);
        }
    }

    @Override
    public SSLEngine newSSLEngine() {
        return tls.material().engine(tls.clients());
    }

    @Override
    public SSLEngine newSSLEngine(String host, int port) {
        return newSSLEngine();
    }
}
