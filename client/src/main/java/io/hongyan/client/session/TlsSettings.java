package io.hongyan.client.session;

import io.hongyan.client.config.Tls;
import io.hongyan.client.config.Tls.Identity;
import io.hongyan.client.config.Tls.Trust;
import io.hongyan.transport.endpoint.ClientEndpoint;
import io.hongyan.transport.endpoint.TlsMaterial;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/// The TLS settings of a client as the transport takes them.
final class TlsSettings {
    private TlsSettings() {}

    static ClientEndpoint.Trust trust(Tls tls) {
        if (tls.trust() instanceof Trust.Context given) {
            ClientEndpoint.Ready ready = new ClientEndpoint.Ready(given.context(), given.ciphers(), given.protocols());
            return new ClientEndpoint.Trust(null, null, false, null, ready);
        }
        boolean stores = tls.trust() instanceof Trust.Store
                || tls.trust() instanceof Trust.StoreFile
                || tls.identity() instanceof Identity.Store
                || tls.identity() instanceof Identity.StoreFile;
        return new ClientEndpoint.Trust(
                tls.trust() instanceof Trust.Pem pem ? pem.authorities() : null,
                tls.identity() instanceof Identity.Pem own ? new TlsMaterial.Files(own.chain(), own.key()) : null,
                tls.trust() == Trust.Usual.ANY,
                stores ? new Stores(tls) : null,
                null);
    }

    /// Equal for equal settings, so that connections share a context and resume sessions.
    private record Stores(Tls tls) implements ClientEndpoint.Stores {
        @Override
        public List<Path> files() {
            List<Path> files = new ArrayList<>();
            if (tls.trust() instanceof Trust.StoreFile in) {
                files.add(in.file());
            }
            if (tls.identity() instanceof Identity.StoreFile in) {
                files.add(in.file());
            }
            return files;
        }

        @Override
        public @Nullable TrustManagerFactory authorities() throws GeneralSecurityException, IOException {
            KeyStore store = switch (tls.trust()) {
                case Trust.Store(KeyStore given) -> given;
                case Trust.StoreFile(Path file, char[] password) -> KeyStore.getInstance(file.toFile(), password);
                case Trust.Pem in -> null;
                case Trust.Context in -> null;
                case Trust.Usual in -> null;
            };
            if (store == null) {
                return null;
            }
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(store);
            return factory;
        }

        @Override
        public @Nullable KeyManagerFactory own() throws GeneralSecurityException, IOException {
            return switch (tls.identity()) {
                case Identity.Store(KeyStore given, char[] password) -> keys(given, password);
                case Identity.StoreFile(Path file, char[] password) ->
                    keys(KeyStore.getInstance(file.toFile(), password), password);
                case Identity.Pem in -> null;
                case null -> null;
            };
        }

        private static KeyManagerFactory keys(KeyStore store, char[] password) throws GeneralSecurityException {
            KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            factory.init(store, password);
            return factory;
        }
    }
}
