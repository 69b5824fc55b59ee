package io.hongyan.transport.endpoint;

import io.hongyan.transport.tls.PemIdentity;
import java.security.cert.X509Certificate;
import java.util.List;

/// A certificate chain of a server and the key that belongs to it, in PEM.
///
/// @param name for messages
/// @param certificates the server's own first, then its intermediates
/// @param key PKCS #8, not encrypted; also PKCS #1 or SEC 1 where Bouncy Castle (`bcpkix`) is on the class path
public record PemPair(String name, String certificates, String key) {
    /// Whether a server can show them. Takes some ten milliseconds.
    ///
    /// @throws io.hongyan.transport.TransportException when not; the message says why
    public void check() {
        TlsMaterial.checkUsable(identity(), "certificate " + name);
    }

    /// The server's own certificate first.
    ///
    /// @throws io.hongyan.transport.TransportException when they cannot be read
    public List<X509Certificate> chain() {
        return identity().chain();
    }

    PemIdentity identity() {
        return PemIdentity.of(name, certificates, key);
    }

    @Override
    public String toString() {
        return "PemPair[" + name + ", ***]";
    }
}
