package io.hongyan.server.config;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/// Where `hongyan admin` is served.
///
/// @param kind with or without TLS
/// @param key what callers must show; empty = the one in the data folder, made at the first start
/// @param keys further keys, by the name under which the audit log knows their holder
/// @param tls only with kind `https`
public record AdminConfig(
        HttpKind kind, String bind, Port port, Secret key, Map<String, AdminKeyConfig> keys, HttpTlsConfig tls) {
    /// Whom the audit log names where no key is known.
    public static final String SOMEBODY = "somebody";

    /// Whom it names for the key of the data folder.
    public static final String ADMIN_KEY = "admin.key";

    public AdminConfig {
        ConfigChecks.address("bind", bind);
        if (!kind.secure() && !tls.equals(HttpTlsConfig.defaults())) {
            throw new IllegalArgumentException("tls has no effect with kind: http; write kind: https, or remove tls");
        }
        if (key.isSet() && key.value().length() < AdminKeyConfig.SHORTEST) {
            throw new IllegalArgumentException(
                    "key has at least " + AdminKeyConfig.SHORTEST + " characters; choose a longer one");
        }
        keys = Collections.unmodifiableMap(new LinkedHashMap<>(keys));
        keys.forEach((name, each) -> {
            if (name.equals(SOMEBODY) || name.equals(ADMIN_KEY)) {
                throw new IllegalArgumentException("keys: " + name + " is what the audit log writes for "
                        + (name.equals(SOMEBODY) ? "requests without a key" : "the first key")
                        + "; choose another name");
            }
            if (!each.key().isSet()) {
                throw new IllegalArgumentException("keys: " + name + " has no key; give it one of at least "
                        + AdminKeyConfig.SHORTEST + " characters");
            }
        });
        if (keys.values().stream().map(AdminKeyConfig::key).distinct().count() < keys.size()) {
            throw new IllegalArgumentException("keys: two of them are the same; each holder needs one of its own");
        }
    }

    public static AdminConfig defaults() {
        return new AdminConfig(
                HttpKind.HTTP, "127.0.0.1", new Port(18083), Secret.NONE, Map.of(), HttpTlsConfig.defaults());
    }
}
