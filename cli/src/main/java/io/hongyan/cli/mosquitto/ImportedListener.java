package io.hongyan.cli.mosquitto;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A listener as it is read, line by line.
final class ImportedListener {
    static final long HIGHEST_QOS = 2;

    private final List<String> notTaken;
    private long port;
    private String bind = "";
    private boolean webSocket;
    private String cert = "";
    private String key = "";
    private String authority = "";
    private boolean required;
    private @Nullable Directive qosLimit;
    private boolean made;
    private final Set<String> files = new HashSet<>();

    /// @param notTaken gets a line for each directive without a counterpart
    ImportedListener(long port, String bind, List<String> notTaken) {
        this.port = port;
        this.bind = bind;
        this.notTaken = notTaken;
    }

    /// Reads a directive of a listener.
    ///
    /// @return false when it is none of a listener
    boolean take(Directive directive) {
        switch (directive.name()) {
            case "port" -> port = directive.number();
            case "bind_address" -> bind = directive.value();
            case "certfile" -> cert = directive.path().toString();
            case "keyfile" -> key = directive.path().toString();
            case "cafile" -> authority = directive.path().toString();
            case "require_certificate" -> required = directive.isTrue();
            case "protocol" -> protocol(directive);
            case "max_qos", "maximum_qos" -> {
                if (directive.number() < 0 || directive.number() > HIGHEST_QOS) {
                    throw directive.invalid("is 0, 1 or 2");
                }
                qosLimit = directive;
            }
            case "mount_point" ->
                notTaken.add(NotTaken.line(
                        directive,
                        "SECURITY: topics are not moved; an instance of its own keeps"
                                + " clients of a listener apart: listeners.NAME.instance"));
            default -> {
                return false;
            }
        }
        made |= switch (directive.name()) {
            case "max_qos", "maximum_qos" -> maxQos() < HIGHEST_QOS;
            case "protocol" -> webSocket;
            case "require_certificate" -> required;
            default -> true;
        };
        return true;
    }

    /// Whether mosquitto has this listener, when no line of the name `listener` begins it: it does when one of its
    /// values is not the usual one.
    boolean isMade() {
        return made;
    }

    /// 0 to 2.
    long maxQos() {
        return qosLimit == null ? HIGHEST_QOS : qosLimit.number();
    }

    /// The line of [#maxQos]; null when there is none.
    @Nullable
    Directive qosLimit() {
        return qosLimit;
    }

    /// Keeps that it has a file of users or rights.
    ///
    /// @param name of the directive
    void has(String name) {
        files.add(name);
    }

    /// Whether it has such a file.
    boolean knows(String name) {
        return files.contains(name);
    }

    private void protocol(Directive directive) {
        webSocket = switch (directive.value()) {
            case "mqtt" -> false;
            case "websockets" -> true;
            default -> throw directive.invalid("is mqtt or websockets");
        };
        if (webSocket) {
            notTaken.add(NotTaken.line(
                    directive,
                    "taken, for the path /mqtt alone; mosquitto takes any: listeners.NAME.path has another one"));
        }
    }

    boolean secure() {
        return !cert.isEmpty();
    }

    /// `tcp`, `tls`, `ws` or `wss`.
    String kind() {
        return webSocket ? secure() ? "wss" : "ws" : secure() ? "tls" : "tcp";
    }

    /// The keys below the listener's name.
    Map<String, Object> keys() {
        Map<String, Object> keys = new LinkedHashMap<>();
        keys.put("kind", kind());
        if (!bind.isEmpty()) {
            keys.put("bind", bind);
        }
        keys.put("port", port);
        if (secure()) {
            keys.put("tls", tls());
        }
        return keys;
    }

    private Map<String, Object> tls() {
        Map<String, Object> tls = new LinkedHashMap<>();
        tls.put("cert", cert);
        tls.put("key", key);
        if (required) {
            tls.put("clientCa", authority);
            tls.put("clientAuth", "required");
        }
        return tls;
    }
}
