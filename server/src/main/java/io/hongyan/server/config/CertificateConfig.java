package io.hongyan.server.config;

/// A certificate and its key, as PEM files.
///
/// @param cert the certificate, followed by its intermediates
/// @param key the private key that belongs to it
public record CertificateConfig(String cert, String key) {
    public CertificateConfig {
        ConfigChecks.together("cert", cert, "key", key);
    }

    public static CertificateConfig defaults() {
        return new CertificateConfig("", "");
    }
}
