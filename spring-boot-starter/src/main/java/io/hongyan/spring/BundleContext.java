package io.hongyan.spring;

import java.security.SecureRandom;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLContextSpi;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocketFactory;
import javax.net.ssl.SSLSessionContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundles;

/// The certificates of an SSL bundle as they are now: a connection that begins after the bundle has changed has the new
/// ones. A bundle that cannot be used changes nothing.
final class BundleContext extends SSLContext {
    private static final System.Logger LOG = System.getLogger(BundleContext.class.getName());

    private BundleContext(AtomicReference<SSLContext> newest, SSLContext first) {
        super(new Newest(newest), first.getProvider(), first.getProtocol());
    }

    /// @param name of that bundle among those
    static BundleContext of(String name, SslBundle bundle, SslBundles bundles) {
        SSLContext first = bundle.createSslContext();
        AtomicReference<SSLContext> newest = new AtomicReference<>(first);
        bundles.addBundleUpdateHandler(name, changed -> {
            try {
                newest.set(changed.createSslContext());
                LOG.log(System.Logger.Level.INFO, "SSL bundle {0} has changed; new connections use it", name);
            } catch (RuntimeException e) {
                LOG.log(
                        System.Logger.Level.WARNING,
                        "SSL bundle " + name + " has changed and cannot be used; connections go on with the one before",
                        e);
            }
        });
        return new BundleContext(newest, first);
    }

    /// Leaves all to the newest context.
    private static final class Newest extends SSLContextSpi {
        private final AtomicReference<SSLContext> context;

        Newest(AtomicReference<SSLContext> context) {
            this.context = context;
        }

        private SSLContext newest() {
            return Objects.requireNonNull(context.get());
        }

        @Override
        protected void engineInit(
                KeyManager @Nullable [] keys, TrustManager @Nullable [] trust, @Nullable SecureRandom random) {
            throw new IllegalStateException("the SSL bundle has made this context");
        }

        @Override
        protected SSLSocketFactory engineGetSocketFactory() {
            return newest().getSocketFactory();
        }

        @Override
        protected SSLServerSocketFactory engineGetServerSocketFactory() {
            return newest().getServerSocketFactory();
        }

        @Override
        protected SSLEngine engineCreateSSLEngine() {
            return newest().createSSLEngine();
        }

        @Override
        protected SSLEngine engineCreateSSLEngine(String host, int port) {
            return newest().createSSLEngine(host, port);
        }

        @Override
        protected SSLSessionContext engineGetServerSessionContext() {
            return newest().getServerSessionContext();
        }

        @Override
        protected SSLSessionContext engineGetClientSessionContext() {
            return newest().getClientSessionContext();
        }

        @Override
        protected SSLParameters engineGetDefaultSSLParameters() {
            return newest().getDefaultSSLParameters();
        }

        @Override
        protected SSLParameters engineGetSupportedSSLParameters() {
            return newest().getSupportedSSLParameters();
        }
    }
}
