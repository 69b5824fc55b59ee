package io.hongyan.server.config;

/// Where `hongyan admin` is served.
///
/// @param key what callers must show; empty = the one in the data folder, made at the first start
public record AdminConfig(String bind, Port port, Secret key) {
    private static final int SHORTEST_KEY = 16;

    public AdminConfig {
        ConfigChecks.address("bind", bind);
        if (key.isSet() && key.value().length() < SHORTEST_KEY) {
            throw new IllegalArgumentException("key has at least " + SHORTEST_KEY + " characters; choose a longer one");
        }
    }

    public static AdminConfig defaults() {
        return new AdminConfig("127.0.0.1", new Port(18083), Secret.NONE);
    }
}
