package io.hongyan.transport.endpoint;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.hongyan.transport.TransportException;
import io.hongyan.transport.tls.PemIdentity;
import io.hongyan.transport.tls.TlsCiphers;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.OpenSslServerSessionContext;
import io.netty.handler.ssl.OpenSslSessionStats;
import io.netty.handler.ssl.OpenSslSessionTicketKey;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.SupportedCipherSuiteFilter;
import java.lang.System.Logger.Level;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SSLException;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/// Makes the TLS contexts of one way to listen: an engine, what is asked of clients, and a protocol.
///
/// @param engine which library
/// @param auth what is asked of clients
/// @param protocol in ALPN (RFC 7301); null = what clients offer there is passed over
record ServerContexts(
        TlsEngine engine, ClientAuth auth, @Nullable String protocol) {
    private static final System.Logger LOG = System.getLogger(ServerContexts.class.getName());

    /// How long a session can be resumed, in seconds: devices that were away for a night come back by it.
    private static final int SESSION_SECONDS = 86_400;

    /// Who vouches for client certificates.
    ///
    /// @param certificates null when it is a matter of the manager
    /// @param manager null when it is a matter of the certificates
    record Trust(
            @Nullable List<X509Certificate> certificates,
            @Nullable X509ExtendedTrustManager manager) {
        @Nullable
        X509ExtendedTrustManager clients() {
            return certificates == null ? manager : RegisteredAuthorities.manager(certificates);
        }
    }

    /// @param what the certificate, for messages
    /// @throws TransportException when the identity cannot be used
    SslContext make(PemIdentity identity, String what, Trust trust) {
        try {
            return engine.isNative() ? ofNative(identity, what, trust) : make(SslProvider.JDK, identity, trust);
        } catch (SSLException | IllegalArgumentException unusable) {
            throw new TransportException("cannot use " + what + ": " + reason(unusable), unusable);
        }
    }

    private SslContext ofNative(PemIdentity identity, String what, Trust trust) throws SSLException {
        String foreign = foreignKind(identity.key());
        if (foreign != null && engine == TlsEngine.BORINGSSL) {
            throw new IllegalArgumentException(foreign + "; engine: jdk takes it");
        }
        if (foreign != null) {
            return make(SslProvider.JDK, identity, trust);
        }
        try {
            SslContext made = make(SslProvider.OPENSSL, identity, trust);
            prepare(made, trust);
            return made;
        } catch (SSLException | IllegalArgumentException unusable) {
            if (engine == TlsEngine.BORINGSSL) {
                throw unusable;
            }
            SslContext made = make(SslProvider.JDK, identity, trust);
            LOG.log(Level.WARNING, "{0} goes with Java''s own TLS: {1}", what, reason(unusable));
            return made;
        }
    }

    /// Why BoringSSL cannot show a key; null when it can. Netty offers no others to it.
    static @Nullable String foreignKind(PrivateKey key) {
        return List.of("RSA", "EC").contains(key.getAlgorithm())
                ? null
                : "BoringSSL takes RSA and EC keys only, not " + key.getAlgorithm();
    }

    private SslContext make(SslProvider provider, PemIdentity identity, Trust trust) throws SSLException {
        SslContextBuilder builder = SslContextBuilder.forServer(identity.key(), identity.chainArray())
                .sslProvider(provider)
                .protocols("TLSv1.3", "TLSv1.2")
                .ciphers(TlsCiphers.usual(), SupportedCipherSuiteFilter.INSTANCE)
                .clientAuth(auth);
        if (protocol != null) {
            builder.applicationProtocolConfig(new ApplicationProtocolConfig(
                    ApplicationProtocolConfig.Protocol.ALPN,
                    ApplicationProtocolConfig.SelectorFailureBehavior.NO_ADVERTISE,
                    ApplicationProtocolConfig.SelectedListenerFailureBehavior.ACCEPT,
                    protocol));
        }
        X509ExtendedTrustManager clients = trust.clients();
        if (clients != null) {
            builder.trustManager(new ClientTrust(clients, provider == SslProvider.OPENSSL));
        }
        return builder.build();
    }

    /// A session that was begun where other authorities counted, or where clients were asked for less, is not resumed.
    private void prepare(SslContext context, Trust trust) {
        if (context.sessionContext() instanceof OpenSslServerSessionContext sessions) {
            sessions.setSessionIdContext(fingerprint(trust));
            sessions.setSessionTimeout(SESSION_SECONDS);
        }
    }

    private byte[] fingerprint(Trust trust) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(auth.name().getBytes(US_ASCII));
            digest.update((byte) (trust.manager() == null ? 0 : 1));
            if (trust.certificates() != null) {
                for (X509Certificate each : trust.certificates()) {
                    digest.update(each.getEncoded());
                }
            }
            return digest.digest();
        } catch (CertificateEncodingException e) {
            throw new IllegalArgumentException("an authority cannot be encoded: " + e.getMessage(), e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /// Has a context use these keys for its session tickets from now on. Java's own TLS has keys of its own.
    static void tickets(SslContext context, List<TicketKey> keys) {
        if (context.sessionContext() instanceof OpenSslServerSessionContext sessions && !keys.isEmpty()) {
            sessions.setTicketKeys(keys.stream().map(TicketKey::key).toArray(OpenSslSessionTicketKey[]::new));
        }
    }

    /// How many sessions were resumed by tickets, and how many tickets no key opened. Only BoringSSL counts.
    static TicketCounts ticketCounts(SslContext context) {
        if (context.sessionContext() instanceof OpenSslServerSessionContext sessions) {
            OpenSslSessionStats stats = sessions.stats();
            // A ticket of an older key is replaced with the session that it resumes.
            return new TicketCounts(stats.ticketKeyResume() + stats.ticketKeyRenew(), stats.ticketKeyFail());
        }
        return TicketCounts.NONE;
    }

    static String reason(Throwable fault) {
        Throwable deepest = fault;
        while (deepest.getCause() != null) {
            deepest = deepest.getCause();
        }
        return deepest.getMessage() == null ? deepest.toString() : deepest.getMessage();
    }
}
