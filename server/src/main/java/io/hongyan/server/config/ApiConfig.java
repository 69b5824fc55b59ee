package io.hongyan.server.config;

/// Where the cloud's HTTP APIs are served.
///
/// @param kind with or without TLS
/// @param tls only with kind `https`
/// @param quotas calls in one second
public record ApiConfig(HttpKind kind, String bind, Port port, HttpTlsConfig tls, ApiQuotas quotas) {
    public ApiConfig {
        ConfigChecks.address("bind", bind);
        if (!kind.secure() && !tls.equals(HttpTlsConfig.defaults())) {
            throw new IllegalArgumentException("tls has no effect with kind: http; write kind: https, or remove tls");
        }
    }

    public static ApiConfig defaults() {
        return new ApiConfig(HttpKind.HTTP, "127.0.0.1", Port.OFF, HttpTlsConfig.defaults(), ApiQuotas.defaults());
    }
}
