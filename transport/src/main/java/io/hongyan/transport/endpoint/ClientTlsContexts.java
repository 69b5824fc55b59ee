package io.hongyan.transport.endpoint;

import io.hongyan.transport.TransportException;
import io.hongyan.transport.tls.PemIdentity;
import io.hongyan.transport.tls.TlsCiphers;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.IdentityCipherSuiteFilter;
import io.netty.handler.ssl.JdkSslContext;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.SupportedCipherSuiteFilter;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/// The TLS contexts of connections that this side makes, one for each way to trust. A context remembers the sessions
/// with its servers, so that the next handshake resumes one, without certificates and keys. A file that has changed
/// makes a new context, which remembers nothing.
///
/// Any thread may call it.
final class ClientTlsContexts {
    private static final int MOST = 64;

    private final ReentrantLock lock = new ReentrantLock();
    private final Map<ClientEndpoint.Trust, Known> known = new LinkedHashMap<>(16, 0.75f, true);

    private record Known(SslContext context, List<Stamp> stamps) {}

    /// What changes with a file.
    private record Stamp(
            @Nullable FileTime modified,
            long size,
            @Nullable Object key) {
        static Stamp of(Path file) {
            try {
                BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
                return new Stamp(now.lastModifiedTime(), now.size(), now.fileKey());
            } catch (IOException gone) {
                return new Stamp(null, 0, null);
            }
        }
    }

    /// @throws TransportException when the files cannot be used
    SslContext of(ClientEndpoint.Trust trust) {
        List<Stamp> stamps = stamps(trust);
        lock.lock();
        try {
            Known before = known.get(trust);
            if (before != null && before.stamps().equals(stamps)) {
                return before.context();
            }
            SslContext context = read(trust);
            known.put(trust, new Known(context, stamps));
            if (known.size() > MOST) {
                known.remove(known.keySet().iterator().next());
            }
            return context;
        } finally {
            lock.unlock();
        }
    }

    private static List<Stamp> stamps(ClientEndpoint.Trust trust) {
        List<Stamp> stamps = new ArrayList<>();
        if (trust.authority() != null) {
            stamps.add(Stamp.of(trust.authority()));
        }
        if (trust.own() != null) {
            stamps.add(Stamp.of(trust.own().certificates()));
            stamps.add(Stamp.of(trust.own().key()));
        }
        if (trust.stores() != null) {
            trust.stores().files().forEach(file -> stamps.add(Stamp.of(file)));
        }
        return stamps;
    }

    private static SslContext read(ClientEndpoint.Trust trust) {
        if (trust.ready() != null) {
            return ready(trust.ready());
        }
        try {
            // Always Java's own, which resumes sessions, whatever else a user may have on the path.
            SslContextBuilder builder = SslContextBuilder.forClient()
                    .sslProvider(SslProvider.JDK)
                    .ciphers(TlsCiphers.usual(), SupportedCipherSuiteFilter.INSTANCE);
            if (trust.insecure()) {
                builder.trustManager(InsecureTrustManagerFactory.INSTANCE);
                builder.endpointIdentificationAlgorithm("");
            } else if (trust.authority() != null) {
                builder.trustManager(PemIdentity.certificates(trust.authority()).toArray(X509Certificate[]::new));
            }
            if (trust.anyName()) {
                builder.endpointIdentificationAlgorithm("");
            }
            if (trust.own() != null) {
                PemIdentity own =
                        PemIdentity.read(trust.own().certificates(), trust.own().key());
                builder.keyManager(own.key(), own.chainArray());
            }
            if (trust.stores() != null) {
                add(trust.stores(), builder);
            }
            return builder.build();
        } catch (GeneralSecurityException | IOException | IllegalArgumentException unusable) {
            throw new TransportException("cannot use the TLS settings: " + unusable.getMessage(), unusable);
        }
    }

    private static void add(ClientEndpoint.Stores stores, SslContextBuilder builder)
            throws GeneralSecurityException, IOException {
        TrustManagerFactory authorities = stores.authorities();
        if (authorities != null) {
            builder.trustManager(authorities);
        }
        KeyManagerFactory own = stores.own();
        if (own != null) {
            builder.keyManager(own);
        }
    }

    private static SslContext ready(ClientEndpoint.Ready ready) {
        return new JdkSslContext(
                ready.context(),
                true,
                ready.ciphers().isEmpty() ? null : ready.ciphers(),
                IdentityCipherSuiteFilter.INSTANCE_DEFAULTING_TO_SUPPORTED_CIPHERS,
                ApplicationProtocolConfig.DISABLED,
                ClientAuth.NONE,
                ready.protocols().isEmpty() ? null : ready.protocols().toArray(String[]::new),
                false);
    }
}
