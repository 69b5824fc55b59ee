package io.hongyan.cli.admin;

import io.hongyan.cli.terminal.Failure;
import io.hongyan.server.file.TextFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Collection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/// Believes the certificates of a file, and nobody else.
final class AdminTrust {
    private AdminTrust() {}

    /// @throws Failure when the file has no certificate that can be read
    static SSLContext of(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            Collection<? extends Certificate> certificates =
                    CertificateFactory.getInstance("X.509").generateCertificates(in);
            if (certificates.isEmpty()) {
                throw Failure.usage("there is no certificate in " + file);
            }
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            for (Certificate each : certificates) {
                store.setCertificateEntry(Integer.toString(store.size()), each);
            }
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(store);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (IOException e) {
            throw Failure.usage("cannot read the certificates in " + file + ": " + TextFile.reason(e));
        } catch (GeneralSecurityException e) {
            throw Failure.usage("the certificates in " + file + " cannot be used: " + e.getMessage());
        }
    }
}
