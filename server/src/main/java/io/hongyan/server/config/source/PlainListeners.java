package io.hongyan.server.config.source;

import io.hongyan.server.config.ListenerConfig;
import io.hongyan.server.config.ServerConfig;
import io.hongyan.server.config.source.Node.Mapping;
import java.util.List;

/// Refuses a section `tls` of a listener whose kind has no TLS: it would take plain connections, and whoever wrote the
/// section believes that it does not.
final class PlainListeners {
    private static final String SECTION = "tls";

    private PlainListeners() {}

    /// @param problems those of the values so far; gets one for each such section
    static void check(ServerConfig config, Mapping written, List<ConfigError> problems) {
        if (!(written.entries().get("listeners") instanceof Mapping listeners)) {
            return;
        }
        listeners.entries().forEach((name, section) -> {
            ListenerConfig listener = config.listeners().get(name);
            Node tls = section instanceof Mapping keys ? keys.entries().get(SECTION) : null;
            String key = "listeners." + name;
            if (listener != null && tls != null && !listener.kind().secure() && !isTold(key + ".kind", problems)) {
                String kind = ValueParser.format(listener.kind());
                String secure = ValueParser.format(listener.kind().withTls());
                problems.add(new ConfigError(
                        tls.origin(),
                        key + "." + SECTION,
                        "is for TLS, and this listener is of kind " + kind + ", where everything is sent in plain text;"
                                + " write kind: " + secure + ", or remove the section"));
            }
        });
    }

    private static boolean isTold(String key, List<ConfigError> problems) {
        return problems.stream().anyMatch(problem -> problem.key().equals(key));
    }
}
