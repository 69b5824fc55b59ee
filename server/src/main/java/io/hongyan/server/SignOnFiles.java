package io.hongyan.server;

import io.hongyan.server.config.OidcConfig;
import io.hongyan.server.config.ServerConfig;
import io.hongyan.server.data.DataFolderException;
import io.hongyan.server.file.TextFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/// What the console needs to ask its OpenID provider, from the configuration and its files.
///
/// @param secret of the client; empty = none
/// @param tls whom to trust as the provider; null = whom the JDK does
/// @param faults why a start with these files fails
record SignOnFiles(String secret, @Nullable SSLContext tls, List<ConfigFault> faults) {
    private static final String SECRET = "console.oidc.clientSecretFile";
    private static final String AUTHORITIES = "console.oidc.ca";

    SignOnFiles {
        faults = List.copyOf(faults);
    }

    /// Reads the files, if the configuration has a provider, and a port for the console.
    static SignOnFiles of(ServerConfig all) {
        OidcConfig config = all.console().oidc();
        boolean used = config.isOn() && all.admin().port().isOn();
        List<ConfigFault> faults = new ArrayList<>();
        String secret = config.clientSecret().value();
        SSLContext tls = null;
        if (used && !config.clientSecretFile().isEmpty()) {
            secret = secret(Path.of(config.clientSecretFile()), faults);
        }
        if (used && !config.ca().isEmpty()) {
            tls = authorities(Path.of(config.ca()), faults);
        }
        return new SignOnFiles(secret, tls, faults);
    }

    /// @throws DataFolderException when there are faults
    SignOnFiles check() {
        if (!faults.isEmpty()) {
            throw new DataFolderException(faults.stream().map(ConfigFault::text).collect(Collectors.joining("\n")));
        }
        return this;
    }

    private static String secret(Path file, List<ConfigFault> faults) {
        try {
            String secret = TextFile.read(file).strip();
            if (secret.isEmpty() || secret.lines().count() > 1) {
                faults.add(ConfigFault.ofValue(SECRET, file + " is to hold the secret of the client, in one line"));
            }
            return secret;
        } catch (IOException e) {
            faults.add(ConfigFault.ofValue(
                    SECRET, file + ": " + TextFile.reason(e) + "; name the file with the secret of the client"));
            return "";
        }
    }

    private static @Nullable SSLContext authorities(Path file, List<ConfigFault> faults) {
        try (InputStream in = Files.newInputStream(file)) {
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            for (Certificate each : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
                store.setCertificateEntry(Integer.toString(store.size()), each);
            }
            if (store.size() == 0) {
                faults.add(ConfigFault.ofValue(AUTHORITIES, "there is no certificate in " + file));
                return null;
            }
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(store);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (IOException e) {
            faults.add(ConfigFault.ofValue(
                    AUTHORITIES, file + ": " + TextFile.reason(e) + "; name a PEM file of authorities"));
        } catch (GeneralSecurityException e) {
            faults.add(ConfigFault.ofValue(
                    AUTHORITIES, "the certificates in " + file + " cannot be used: " + e.getMessage()));
        }
        return null;
    }

    @Override
    public String toString() {
        return "SignOnFiles[***]";
    }
}
