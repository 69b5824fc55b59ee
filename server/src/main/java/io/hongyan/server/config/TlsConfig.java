package io.hongyan.server.config;

import java.util.Map;

/// The certificate of a listener and what it requires of clients.
///
/// @param engine what does the work of TLS
/// @param cert empty = the certificate in the data folder, made at the first start
/// @param clientCa PEM file with the authorities whose client certificates are trusted; not without `clientAuth`, as
///         whoever names it wants certificates to be asked for
/// @param sni further certificates by the host name that a client asks for
public record TlsConfig(
        Engine engine,
        String cert,
        String key,
        String clientCa,
        ClientAuth clientAuth,
        Map<String, CertificateConfig> sni) {
    public TlsConfig {
        ConfigChecks.together("cert", cert, "key", key);
        if (clientAuth == ClientAuth.REGISTERED && !clientCa.isEmpty()) {
            throw new IllegalArgumentException("with clientAuth: registered the CAs are those that the OpenAPI"
                    + " or hongyan admin ca registers: remove clientCa, or write clientAuth: optional or required");
        }
        if (clientAuth != ClientAuth.NONE && clientAuth != ClientAuth.REGISTERED && clientCa.isEmpty()) {
            throw new IllegalArgumentException(
                    "clientAuth needs clientCa: name the PEM file of the trusted authorities, or write"
                            + " clientAuth: registered");
        }
        if (clientAuth == ClientAuth.NONE && !clientCa.isEmpty()) {
            throw new IllegalArgumentException("clientAuth is none, so that nobody is asked for a certificate, although"
                    + " clientCa names who issues them: write clientAuth: required, or clientAuth: optional, or remove"
                    + " clientCa");
        }
        sni = Map.copyOf(sni);
    }

    public static TlsConfig defaults() {
        return new TlsConfig(Engine.AUTO, "", "", "", ClientAuth.NONE, Map.of());
    }

    /// What does the work of TLS.
    public enum Engine {
        /// BoringSSL where it can be used, else Java's own.
        AUTO,
        BORINGSSL,
        JDK
    }

    /// Whether a client must show a certificate.
    public enum ClientAuth {
        NONE,
        /// One is asked for, and checked if shown.
        OPTIONAL,
        REQUIRED,
        /// One is asked for; it must be registered, or of a CA that is, in the instance of the client.
        REGISTERED
    }
}
