package io.hongyan.transport.endpoint;

import io.hongyan.transport.TransportException;
import io.hongyan.transport.tls.PemIdentity;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.PublicKey;

/// Reads PEM files as a connection does, for those who want to know beforehand whether they can be used.
public final class PemFiles {
    private PemFiles() {}

    /// @throws TransportException when there is no certificate in the file that can be used; the message names it
    public static void requireCertificates(Path file) {
        var unused = PemIdentity.certificates(file);
    }

    /// @throws TransportException when a file cannot be used, or the key does not belong to the certificate; the
    ///     message names the files and what to do
    public static void requireIdentity(Path certificates, Path key) {
        var unused = PemIdentity.read(certificates, key);
    }

    /// Whether a handshake with this pair can work.
    public static boolean belong(PrivateKey key, PublicKey certified) {
        return PemIdentity.belong(key, certified);
    }
}
