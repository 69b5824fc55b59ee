package io.hongyan.server.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Short names for the keys that are set most often on the command line.
final class ListenOptions {
    /// By key, the options whose names say something else.
    static final Map<String, String> NAMES = Map.ofEntries(
            Map.entry("listeners.tcp.port", "--tcp-port"),
            Map.entry("listeners.tls.port", "--tls-port"),
            Map.entry("listeners.ws.port", "--ws-port"),
            Map.entry("listeners.wss.port", "--wss-port"),
            Map.entry("listeners.amqp.port", "--amqp-port"),
            Map.entry("listeners.amqps.port", "--amqps-port"),
            Map.entry("metrics.port", "--metrics-port"),
            Map.entry("admin.port", "--admin-port"),
            Map.entry("api.port", "--api-port"),
            Map.entry("auth.allowAnonymous", "--allow-anonymous"),
            Map.entry("persistence.enabled", "--no-persistence"),
            Map.entry("cluster.enabled", "--cluster"));

    @Option(names = "--bind", paramLabel = "ADDRESS", description = "Address of the listeners. Default: 0.0.0.0")
    private @Nullable String bind;

    @Option(
            names = "--profile",
            paramLabel = "cloud|open",
            completionCandidates = Profiles.class,
            description = "cloud: groups, parent topics and limits of the cloud service. open: a plain MQTT broker."
                    + " Default: cloud")
    private @Nullable String profile;

    @Option(names = "--tcp-port", paramLabel = "PORT", description = "MQTT. 0 = off, auto = any free. Default: 1883")
    private @Nullable String tcp;

    @Option(names = "--tls-port", paramLabel = "PORT", description = "MQTT over TLS. Default: 8883")
    private @Nullable String tls;

    @Option(names = "--ws-port", paramLabel = "PORT", description = "MQTT over WebSocket. Default: 8083")
    private @Nullable String webSocket;

    @Option(names = "--wss-port", paramLabel = "PORT", description = "MQTT over WebSocket and TLS. Default: 8084")
    private @Nullable String secureWebSocket;

    @Option(
            names = "--amqp-port",
            paramLabel = "PORT",
            description = "AMQP for the server SDK, at 127.0.0.1 unless listeners.amqp.bind is set. Default: 5672")
    private @Nullable String amqp;

    @Option(names = "--amqps-port", paramLabel = "PORT", description = "AMQP over TLS. Default: 5671")
    private @Nullable String secureAmqp;

    @Option(names = "--metrics-port", paramLabel = "PORT", description = "Metrics and health. Default: 9464")
    private @Nullable String metrics;

    @Option(names = "--admin-port", paramLabel = "PORT", description = "What hongyan admin talks to. Default: 18083")
    private @Nullable String admin;

    @Option(
            names = "--api-port",
            paramLabel = "PORT",
            description = "The OpenAPI of the cloud service, at 127.0.0.1 unless api.bind is set. Default: off")
    private @Nullable String api;

    @Option(
            names = "--allow-anonymous",
            description = "Let clients in without user name. Only where nobody else can connect.")
    private boolean allowAnonymous;

    @Option(
            names = "--no-persistence",
            description = "Keep sessions and messages in memory only: they are gone with the process.")
    private boolean noPersistence;

    @Option(
            names = "--cluster",
            description = "Be a node of the cluster that the keys cluster.* of the configuration describe"
                    + " ('hongyan cluster --help').")
    private boolean cluster;

    /// What completion offers for `--profile`.
    static final class Profiles extends ArrayList<String> {
        private static final long serialVersionUID = 1L;

        Profiles() {
            super(List.of("cloud", "open"));
        }
    }

    List<String> settings() {
        List<String> settings = new ArrayList<>();
        add(settings, "bind", bind);
        add(settings, "profile", profile);
        add(settings, "listeners.tcp.port", tcp);
        add(settings, "listeners.tls.port", tls);
        add(settings, "listeners.ws.port", webSocket);
        add(settings, "listeners.wss.port", secureWebSocket);
        add(settings, "listeners.amqp.port", amqp);
        add(settings, "listeners.amqps.port", secureAmqp);
        add(settings, "metrics.port", metrics);
        add(settings, "admin.port", admin);
        add(settings, "api.port", api);
        add(settings, "auth.allowAnonymous", allowAnonymous ? "true" : null);
        add(settings, "persistence.enabled", noPersistence ? "false" : null);
        add(settings, "cluster.enabled", cluster ? "true" : null);
        return settings;
    }

    private static void add(List<String> settings, String key, @Nullable String value) {
        if (value != null) {
            settings.add(key + "=" + value);
        }
    }
}
