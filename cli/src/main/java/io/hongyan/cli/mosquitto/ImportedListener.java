package io.hongyan.cli.mosquitto;

import java.util.List;

/// A listener as it is read, line by line.
final class ImportedListener {
    private final List<String> notTaken;
    private String port;
    private String bind = "";
    private boolean webSocket;
    private String cert = "";
    private String key = "";
    private String authority = "";
    private boolean required;

    /// @param notTaken gets a line for each directive without a counterpart
    ImportedListener(String port, String bind, List<String> notTaken) {
        this.port = port;
        this.bind = bind;
        this.notTaken = notTaken;
    }

    /// Reads a directive of a listener.
    ///
    /// @return false when it is none of a listener
    boolean take(Directive directive) {
        switch (directive.name()) {
            case "port" -> port = Long.toString(directive.number());
            case "bind_address" -> bind = directive.value();
            case "certfile" -> cert = directive.path().toString();
            case "keyfile" -> key = directive.path().toString();
            case "cafile" -> authority = directive.path().toString();
            case "require_certificate" -> required = directive.isTrue();
            case "protocol" -> protocol(directive);
            case "mount_point" ->
                notTaken.add(NotTaken.line(
                        directive,
                        "SECURITY: topics are not moved; an instance of its own keeps"
                                + " clients of a listener apart: listeners.NAME.instance"));
            default -> {
                return false;
            }
        }
        return true;
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
    void write(String name, StringBuilder yaml) {
        yaml.append("  ").append(name).append(":\n    kind: ").append(kind()).append('\n');
        if (!bind.isEmpty()) {
            yaml.append("    bind: ").append(quoted(bind)).append('\n');
        }
        yaml.append("    port: ").append(port).append('\n');
        if (secure()) {
            yaml.append("    tls:\n      cert: ").append(quoted(cert)).append("\n      key: ");
            yaml.append(quoted(key)).append('\n');
            if (required) {
                yaml.append("      clientCa: ").append(quoted(authority)).append("\n      clientAuth: required\n");
            }
        }
    }

    /// A value in YAML.
    static String quoted(String text) {
        return "'" + text.replace("'", "''") + "'";
    }
}
