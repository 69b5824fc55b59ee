package io.hongyan.client.config;

import io.hongyan.transport.TransportException;
import io.hongyan.transport.endpoint.PemFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.util.Collections;
import java.util.List;

/// Checks certificates and keys when they are given, so that a mistake shows before the first connection.
final class KeyStoreChecks {
    private KeyStoreChecks() {}

    /// The path is told as a whole, because a relative one begins where the program was started.
    static void requireReadable(String field, Path file) {
        if (Files.notExists(file)) {
            throw new IllegalArgumentException(field + ": there is no such file: " + file.toAbsolutePath());
        }
        if (!Files.isReadable(file)) {
            throw new IllegalArgumentException(
                    field + " cannot be read; this process lacks the right to: " + file.toAbsolutePath());
        }
    }

    /// @throws IllegalArgumentException when a connection could not trust what is in the file
    static void requireCertificates(String field, Path file) {
        requireReadable(field, file);
        checked(field, () -> PemFiles.requireCertificates(file));
    }

    /// @throws IllegalArgumentException when a connection could not show the certificate
    static void requireIdentity(Path chain, Path key) {
        requireReadable("tls.certificate", chain);
        requireReadable("tls.key", key);
        checked("tls.certificate", () -> PemFiles.requireCertificates(chain));
        checked("tls.key", () -> PemFiles.requireIdentity(chain, key));
    }

    private static void checked(String field, Runnable check) {
        try {
            check.run();
        } catch (TransportException e) {
            throw new IllegalArgumentException(field + ": " + e.getMessage(), e);
        }
    }

    static KeyStore load(String field, Path file, char[] password) {
        requireReadable(field, file);
        try {
            return KeyStore.getInstance(file.toFile(), password);
        } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    field + " is no PKCS #12 or JKS file, or has another password: " + file + " (" + e.getMessage()
                            + ")",
                    e);
        }
    }

    static void requireAuthority(String what, KeyStore store) {
        try {
            for (String alias : aliases(what, store)) {
                if (store.isCertificateEntry(alias)) {
                    return;
                }
            }
        } catch (GeneralSecurityException e) {
            throw unusable(what, e);
        }
        throw new IllegalArgumentException(
                what + " has no certificate of an authority; import one with keytool -importcert");
    }

    /// All keys, since the handshake chooses among them.
    static void requireKey(String what, KeyStore store, char[] password) {
        boolean found = false;
        try {
            for (String alias : aliases(what, store)) {
                Certificate own = store.getCertificate(alias);
                if (store.isKeyEntry(alias) && store.getKey(alias, password) instanceof PrivateKey key && own != null) {
                    if (!PemFiles.belong(key, own.getPublicKey())) {
                        throw new IllegalArgumentException(
                                what + ": the key '" + alias + "' does not belong to its certificate");
                    }
                    found = true;
                }
            }
        } catch (GeneralSecurityException e) {
            throw unusable(what, e);
        }
        if (!found) {
            throw new IllegalArgumentException(what + " has no private key; it needs one with its certificate chain");
        }
    }

    private static List<String> aliases(String what, KeyStore store) {
        try {
            return Collections.list(store.aliases());
        } catch (GeneralSecurityException e) {
            throw unusable(what, e);
        }
    }

    private static IllegalArgumentException unusable(String what, GeneralSecurityException e) {
        return new IllegalArgumentException(what + " cannot be used: " + e.getMessage(), e);
    }
}
