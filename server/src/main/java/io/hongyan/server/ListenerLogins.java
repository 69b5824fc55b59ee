package io.hongyan.server;

import io.hongyan.cloud.auth.AuthSettings;
import io.hongyan.server.config.ListenerConfig;
import io.hongyan.server.config.ServerConfig;
import io.hongyan.server.config.TlsConfig;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What the configuration of listeners says of those who log in by them.
final class ListenerLogins {
    private ListenerLogins() {}

    /// @param instance of clients that name none, on listeners that have none of their own
    static AuthSettings settings(ServerConfig config, @Nullable String instance) {
        Map<String, String> byListener = new LinkedHashMap<>();
        config.listeners().forEach((name, listener) -> {
            if (!listener.instance().isEmpty()) {
                byListener.put(name, listener.instance());
            }
        });
        return new AuthSettings(instance, byListener, config.auth().allowAnonymous(), registered(config));
    }

    /// The listeners that are on and ask clients for registered certificates.
    static Set<String> registered(ServerConfig config) {
        return config.listeners().entrySet().stream()
                .filter(each -> asks(each.getValue()))
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    private static boolean asks(ListenerConfig listener) {
        return listener.port().isOn()
                && listener.kind().secure()
                && listener.tls().clientAuth() == TlsConfig.ClientAuth.REGISTERED;
    }
}
