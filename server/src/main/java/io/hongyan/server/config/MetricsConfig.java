package io.hongyan.server.config;

/// Where `/metrics` and `/health` answer. Without authentication: it stays on the loopback address unless told
/// otherwise.
public record MetricsConfig(String bind, Port port) {
    public MetricsConfig {
        ConfigChecks.address("bind", bind);
    }

    public static MetricsConfig defaults() {
        return new MetricsConfig("127.0.0.1", new Port(9464));
    }
}
