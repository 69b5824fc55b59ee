package io.hongyan.server.config.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.hongyan.broker.config.OverflowPolicy;
import io.hongyan.cloud.metadata.Profile;
import io.hongyan.codec.QoS;
import io.hongyan.server.config.Configs;
import io.hongyan.server.config.Port;
import io.hongyan.server.config.ServerConfig;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Goal: what is written arrives in the records, whichever way it is written.
class ConfigSourceTest {
    @Test
    void nothing_written_gives_the_defaults() {
        assertThat(Configs.read("# nothing\n")).isEqualTo(ServerConfig.defaults());
    }

    @Test
    void values_of_all_types_are_read() {
        ServerConfig config = Configs.read("""
                profile: open
                listeners:
                  tcp: {port: auto, proxyProtocol: yes}
                  wss:
                    origins: [https://a.example, "https://b.example"]
                  cars: {kind: tls, port: 8884, tls: {cert: c.pem, key: k.pem}}
                broker:
                  protocol: {maxPacketBytes: 64KiB, maxQoS: 1}
                  session: {maxExpiry: 1h30m, onFull: disconnect, maxQueuedBytes: 10MB}
                admin: {key: 0123456789abcdef}
                """);
        assertThat(config.profile()).isEqualTo(Profile.OPEN);
        assertThat(config.listeners()).containsOnlyKeys("tcp", "tls", "ws", "wss", "amqp", "amqps", "cars");
        assertThat(config.listeners().get("tcp").port()).isEqualTo(Port.AUTO);
        assertThat(config.listeners().get("tcp").proxyProtocol()).isTrue();
        assertThat(config.listeners().get("wss").origins()).containsExactly("https://a.example", "https://b.example");
        assertThat(config.listeners().get("wss").port()).isEqualTo(new Port(8084));
        assertThat(config.listeners().get("cars").tls().cert()).isEqualTo("c.pem");
        assertThat(config.broker().protocol().maxPacketBytes()).isEqualTo(65536);
        assertThat(config.broker().protocol().maxQoS()).isEqualTo(QoS.AT_LEAST_ONCE);
        assertThat(config.broker().session().maxExpiry()).isEqualTo(Duration.ofMinutes(90));
        assertThat(config.broker().session().onFull()).isEqualTo(OverflowPolicy.DISCONNECT);
        assertThat(config.broker().session().maxQueuedBytes()).isEqualTo(10_000_000);
        assertThat(config.admin().key().value()).isEqualTo("0123456789abcdef");
    }

    @Test
    void a_section_without_keys_changes_nothing() {
        assertThat(Configs.read("broker:\nadmin:\n  port:\n")).isEqualTo(ServerConfig.defaults());
    }

    @ParameterizedTest
    @MethodSource("keys")
    void every_key_can_be_set_by_command_line_and_environment_and_survives_printing(String key) {
        String value = key.startsWith("cluster.") || key.startsWith("store.") ? otherOfCluster(key) : other(key);
        ServerConfig bySetting = Configs.read("", Map.of(), settings(key, value), new ArrayList<>());
        assertThat(bySetting).isNotEqualTo(ServerConfig.defaults());
        Map<String, String> variables = new HashMap<>();
        for (String setting : settings(key, value)) {
            variables.put(
                    variable(setting.substring(0, setting.indexOf('='))), setting.substring(setting.indexOf('=') + 1));
        }
        List<String> warnings = new ArrayList<>();
        assertThat(Configs.read("", variables, List.of(), warnings)).isEqualTo(bySetting);
        assertThat(warnings).isEmpty();
        if (!Set.of("admin.key", "alarms.mail.user", "alarms.mail.password", "console.oidc.clientSecret")
                .contains(key)) { // secrets are masked
            assertThat(Configs.read(ConfigWriter.effective(bySetting))).isEqualTo(bySetting);
        }
    }

    static Set<String> keys() {
        Set<String> keys = new TreeSet<>();
        collect("", ServerConfig.defaults(), keys);
        return keys;
    }

    private static void collect(String path, Object record, Set<String> keys) {
        for (RecordComponent component : record.getClass().getRecordComponents()) {
            String key = Binder.join(path, component.getName());
            Object value = Schema.value(component, record);
            if (Schema.isSection(component.getType())) {
                collect(key, value, keys);
            } else if (value instanceof Map<?, ?> sections) {
                sections.forEach((name, section) -> collect(key + "." + name, section, keys));
            } else {
                keys.add(key);
            }
        }
    }

    /// Some keys hold only in company.
    private static List<String> settings(String key, String value) {
        if (key.startsWith("cluster.") || key.startsWith("store.")) {
            return ofCluster(key, value);
        }
        List<String> settings = new ArrayList<>(pair(key, value));
        if (key.startsWith("listeners.tcp.tls.") || key.startsWith("listeners.ws.tls.")) {
            settings.add(key.substring(0, key.indexOf(".tls.")) + ".kind=wss");
        }
        if (key.startsWith("listeners.amqp.tls.")) {
            settings.add("listeners.amqp.kind=amqps");
        }
        if (key.matches("listeners\\.amqps?\\.(path|origins|instance)")) {
            settings.add(key.substring(0, key.lastIndexOf('.')) + ".kind=wss");
        }
        if (key.equals("alarms.mail.host")) {
            settings.add("alarms.mail.from=hongyan@example.com");
        }
        for (String http : List.of("admin", "api")) {
            if (key.startsWith(http + ".tls.")) {
                settings.add(http + ".kind=https");
            }
        }
        return settings;
    }

    private static List<String> ofCluster(String key, String value) {
        List<String> settings = new ArrayList<>(List.of(key + "=" + value));
        List<String> company = switch (key.substring(key.lastIndexOf('.') + 1)) {
            case "user", "passwordFile" -> List.of("user", "passwordFile");
            case "ca", "certificate", "key" -> List.of("ca", "certificate", "key");
            case "plain", "port" -> List.of("bind");
            default -> List.of();
        };
        company.stream()
                .map(name -> key.substring(0, key.lastIndexOf('.') + 1) + name)
                .filter(other -> !other.equals(key))
                .forEach(other -> settings.add(other + "=" + otherOfCluster(other)));
        return settings;
    }

    private static String otherOfCluster(String key) {
        return switch (key.substring(key.lastIndexOf('.') + 1)) {
            case "enabled", "plain" -> "true";
            case "endpoints" -> "[etcd1:2379, etcd2:2379]";
            case "address" -> "node1:7883";
            case "bind" -> "127.0.0.1";
            case "port" -> "auto";
            case "serverReference" -> "a.example.com:1883";
            case "lease" -> "7s";
            case "movesPerSecond", "replicationFactor" -> "7";
            case "engine" -> "cassandra";
            case "contactPoints" -> "[cassandra1:9042, cassandra2:9042]";
            case "keySpace" -> "other";
            case "ttl" -> "30d";
            default -> "other.pem";
        };
    }

    private static List<String> pair(String key, String value) {
        String parent = key.substring(0, key.lastIndexOf('.') + 1);
        return switch (key.substring(parent.length())) {
            case "cert" -> List.of(key + "=" + value, parent + "key=k.pem");
            case "user" -> List.of(key + "=" + value, parent + "password=secret");
            case "password" -> List.of(key + "=" + value, parent + "user=hongyan");
            case "issuer" ->
                List.of(key + "=" + value, parent + "clientId=console", parent + "address=https://mqtt.example.com");
            case "clientCa" -> List.of(key + "=" + value, parent + "clientAuth=optional");
            case "clientAuth" -> List.of(key + "=" + value, parent + "clientCa=ca.pem");
            case "key" ->
                parent.equals("admin.")
                        ? List.of(key + "=" + value)
                        : List.of(key + "=" + value, parent + "cert=c.pem");
            default -> List.of(key + "=" + value);
        };
    }

    /// A value that is allowed and no default.
    private static String other(String key) {
        String name = key.substring(key.lastIndexOf('.') + 1);
        if (key.equals("traces.maxBytes")) {
            return "2MiB";
        }
        if (key.startsWith("broker.memory.") || name.endsWith("Bytes")) {
            return "192KiB";
        }
        if (key.equals("broker.store.instance") || key.equals("broker.store.total")) {
            return "2MiB";
        }
        if (key.equals("amqp.queues.bytes")) {
            return "2MiB";
        }
        return switch (name) {
            case "data" -> "/var/lib/hongyan";
            case "profile" -> "open";
            case "bind" -> "::1";
            case "kind" ->
                key.startsWith("admin.") || key.startsWith("api.") ? "https" : key.contains(".tcp.") ? "wss" : "tcp";
            case "port" -> key.startsWith("alarms.") ? "25" : "auto";
            case "security" -> "tls";
            case "host" -> "mail.example.com";
            case "path" -> "/other";
            case "origins" -> "[https://a.example]";
            case "proxyProtocol", "allowAnonymous", "connects", "http" -> "true";
            case "cert", "key", "clientCa", "passwordFile", "aclFile", "secretKeyFile" -> "long-enough-file-name.pem";
            case "issuer" -> "https://login.example.com/realms/plant";
            case "address" -> key.startsWith("api.") ? "7" : "https://mqtt.example.com:18083";
            case "scopes" -> "[openid, groups]";
            case "engine" -> "jdk";
            case "clientAuth" -> "required";
            case "connectTimeout",
                    "maxExpiry",
                    "sysInterval",
                    "drainTimeout",
                    "interval",
                    "heartbeat",
                    "loginTimeout",
                    "retryDelay" -> "7s";
            case "maxQoS" -> "0";
            case "responseInformation" -> "responses/%c";
            case "maxAge", "keep", "age", "acknowledgeTimeout" -> "7h";
            case "durability" -> "os";
            case "enabled" -> "false";
            case "retainAvailable", "sharedAvailable", "strictNames" -> "false";
            case "onFull" -> "drop-new";
            case "sharedStrategy" -> "sticky";
            case "level" -> "debug";
            case "rights", "unknownTopic", "invalidTopic", "payload", "serverTopic", "wildcards" -> "refuse";
            case "filters" -> "close";
            case "maxKeepAlive", "minSessionExpiry", "offlineInterval", "retryInterval" -> "7s";
            case "maxSessionExpiry" -> "30d";
            case "clientIdLength" -> "70";
            case "format" -> "json";
            default -> "7";
        };
    }

    private static String variable(String key) {
        return "HONGYAN_" + Schema.environmentName(key).replace('.', '_');
    }

    @Test
    void the_command_line_beats_the_environment_and_both_beat_the_file() {
        ServerConfig config = Configs.read(
                "broker: {shards: 1, session: {maxInflight: 1, maxSessions: 1}}",
                Map.of("HONGYAN_BROKER_SHARDS", "2", "HONGYAN_BROKER_SESSION_MAX_INFLIGHT", "2"),
                List.of("broker.shards=3"),
                new ArrayList<>());
        assertThat(config.broker().shards()).isEqualTo(3);
        assertThat(config.broker().session().maxInflight()).isEqualTo(2);
        assertThat(config.broker().session().maxSessions()).isEqualTo(1);
    }

    @Test
    void variables_set_listeners_that_only_the_file_names() {
        ServerConfig config = Configs.read(
                "listeners: {cars: {kind: tls, port: 8884}}",
                Map.of("HONGYAN_LISTENERS_CARS_PORT", "8885"),
                List.of(),
                new ArrayList<>());
        assertThat(config.listeners().get("cars").port()).isEqualTo(new Port(8885));
    }

    @Test
    void variables_of_a_container_platform_do_no_harm() {
        List<String> warnings = new ArrayList<>();
        Configs.read(
                "",
                Map.of(
                        "HONGYAN_PORT_1883_TCP", "tcp://10.0.0.1:1883",
                        "HONGYAN_SERVICE_HOST", "10.0.0.1",
                        "HONGYAN_METRICS_PORT", "tcp://10.0.0.1:9464",
                        "PATH", "/bin"),
                List.of(),
                warnings);
        assertThat(warnings).isEmpty();
    }

    @Test
    void a_variable_that_fits_no_key_is_a_warning_with_a_guess() {
        List<String> warnings = new ArrayList<>();
        Configs.read("", Map.of("HONGYAN_BROKER_SHARD", "2"), List.of(), warnings);
        assertThat(warnings)
                .singleElement()
                .asString()
                .contains("HONGYAN_BROKER_SHARD", "did you mean HONGYAN_BROKER_SHARDS?");
    }

    @Test
    void nothing_is_guessed_for_what_is_like_no_key() {
        List<String> warnings = new ArrayList<>();
        Configs.read("", Map.of("HONGYAN_BROKR_X", "2", "HONGYAN_X", "3"), List.of(), warnings);
        assertThat(warnings)
                .containsExactly(
                        "HONGYAN_BROKR_X: fits no key of the configuration and is ignored",
                        "HONGYAN_X: fits no key of the configuration and is ignored");
        assertThat(Suggestion.nearest("x", List.of("ws", "tls"))).isEmpty();
        assertThat(Suggestion.nearest("wss", List.of("admin"))).isEmpty();
    }

    @Test
    void a_secret_is_never_printed() {
        ServerConfig config = Configs.read("admin: {key: 0123456789abcdef}");
        assertThat(ConfigWriter.effective(config)).contains("key: '***'").doesNotContain("0123456789abcdef");
        assertThat(config.toString()).doesNotContain("0123456789abcdef");
    }
}
