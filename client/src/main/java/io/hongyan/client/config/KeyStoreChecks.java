package io.hongyan.client.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Collections;
import java.util.List;

/// Checks certificates and keys when they are given, so that a mistake shows before the first connection.
final class KeyStoreChecks {
    private KeyStoreChecks() {}

    static void requireReadable(String field, Path file) {
        if (!Files.isReadable(file)) {
            throw new IllegalArgumentException(field + " cannot be read: " + file);
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

    static void requireKey(String what, KeyStore store, char[] password) {
        try {
            for (String alias : aliases(what, store)) {
                if (store.isKeyEntry(alias)) {
                    store.getKey(alias, password);
                    return;
                }
            }
        } catch (GeneralSecurityException e) {
            throw unusable(what, e);
        }
        throw new IllegalArgumentException(what + " has no private key; it needs one with its certificate chain");
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
