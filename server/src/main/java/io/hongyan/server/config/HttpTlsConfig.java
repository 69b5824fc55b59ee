package io.hongyan.server.config;

import java.util.Map;

/// The certificate of an HTTP port and what it requires of clients: what a listener has, but for one certificate only.
///
/// @param cert empty = the certificate in the data folder, made at the first start
/// @param clientCa PEM file with the authorities whose client certificates are trusted; not without `clientAuth`
public record HttpTlsConfig(String cert, String key, String clientCa, ClientAuth clientAuth) {
    public HttpTlsConfig {
        var _ = ofListener(cert, key, clientCa, clientAuth); // which refuses what is not valid
    }

    public static HttpTlsConfig defaults() {
        return new HttpTlsConfig("", "", "", ClientAuth.NONE);
    }

    /// The same as a listener has it.
    public TlsConfig ofListener() {
        return ofListener(cert, key, clientCa, clientAuth);
    }

    private static TlsConfig ofListener(String cert, String key, String clientCa, ClientAuth clientAuth) {
        return new TlsConfig(
                TlsConfig.Engine.JDK, cert, key, clientCa, TlsConfig.ClientAuth.valueOf(clientAuth.name()), Map.of());
    }

    /// Whether a client must show a certificate: what listeners have, but for the registered ones of devices.
    public enum ClientAuth {
        NONE,
        OPTIONAL,
        REQUIRED
    }
}
