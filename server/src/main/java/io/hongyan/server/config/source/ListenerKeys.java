package io.hongyan.server.config.source;

import io.hongyan.server.config.ListenerConfig;
import io.hongyan.server.config.ListenerKind;
import io.hongyan.server.config.ServerConfig;
import io.hongyan.server.config.source.Node.Mapping;
import java.util.List;
import java.util.Map;

/// Refuses keys of a listener that mean nothing for its kind: a section `tls` where there is no TLS, since it would
/// take plain connections, and whoever wrote the section believes that it does not; and keys of MQTT where AMQP is
/// spoken.
final class ListenerKeys {
    private static final String TLS = "tls";
    private static final List<String> OF_MQTT = List.of("path", "origins", "instance");

    private ListenerKeys() {}

    /// @param problems those of the values so far; gets one for each such key
    static void check(ServerConfig config, Mapping written, List<ConfigError> problems) {
        if (!(written.entries().get("listeners") instanceof Mapping listeners)) {
            return;
        }
        listeners.entries().forEach((name, section) -> {
            ListenerConfig listener = config.listeners().get(name);
            String key = "listeners." + name;
            if (listener != null && section instanceof Mapping keys && !isTold(key + ".kind", problems)) {
                check(key, listener.kind(), keys.entries(), problems);
            }
        });
    }

    private static void check(String listener, ListenerKind kind, Map<String, Node> written, List<ConfigError> to) {
        written.forEach((key, node) -> {
            if (isUnused(key, kind)) {
                to.add(new ConfigError(
                        node.origin(), listener + "." + key, key.equals(TLS) ? plain(kind) : amqp(kind)));
            }
        });
    }

    /// Whether a listener of that kind has no use for a key.
    static boolean isUnused(String key, ListenerKind kind) {
        return (key.equals(TLS) && !kind.secure()) || (kind.amqp() && OF_MQTT.contains(key));
    }

    private static String plain(ListenerKind kind) {
        return "is for TLS, and this listener is of kind " + ValueParser.format(kind)
                + ", where everything is sent in plain text; write kind: " + ValueParser.format(kind.withTls())
                + ", or remove the section";
    }

    private static String amqp(ListenerKind kind) {
        return "is for MQTT, and this listener is of kind " + ValueParser.format(kind) + "; remove it";
    }

    private static boolean isTold(String key, List<ConfigError> problems) {
        return problems.stream().anyMatch(problem -> problem.key().equals(key));
    }
}
