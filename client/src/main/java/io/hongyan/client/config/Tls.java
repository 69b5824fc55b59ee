package io.hongyan.client.config;

import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// Whom to believe in the TLS handshake, and who this side is. The server's name is always checked, and sent (SNI),
/// unless `insecure`.
///
/// @param authority PEM file of trusted certificates; null = those of Java
/// @param certificate PEM file with this client's chain, its own first; null = none
/// @param key PEM file with the key that belongs to it, in PKCS #8 and not encrypted (with Bouncy Castle's `bcpkix` on
///     the path in PKCS #1 or SEC 1, too); together with `certificate`
/// @param insecure believe anybody, whatever the name: for tests alone
public record Tls(
        @Nullable Path authority,
        @Nullable Path certificate,
        @Nullable Path key,
        boolean insecure) {
    /// Java's authorities, no client certificate.
    public static final Tls SYSTEM = new Tls(null, null, null, false);

    public Tls {
        if ((certificate == null) != (key == null)) {
            throw new IllegalArgumentException("tls.certificate and tls.key belong together: give both");
        }
        requireReadable("tls.authority", authority);
        requireReadable("tls.certificate", certificate);
        requireReadable("tls.key", key);
    }

    /// Believes the certificates in a PEM file, and no others.
    public static Tls trusting(Path authority) {
        return new Tls(authority, null, null, false);
    }

    /// The same, with a certificate of this client's own.
    public Tls withCertificate(Path chain, Path privateKey) {
        return new Tls(authority, chain, privateKey, insecure);
    }

    private static void requireReadable(String field, @Nullable Path file) {
        if (file != null && !Files.isReadable(file)) {
            throw new IllegalArgumentException(field + " cannot be read: " + file);
        }
    }
}
