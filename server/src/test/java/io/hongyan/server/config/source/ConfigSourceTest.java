package io.hongyan.server.config.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hongyan.broker.config.OverflowPolicy;
import io.hongyan.cloud.metadata.Profile;
import io.hongyan.codec.QoS;
import io.hongyan.server.config.Configs;
import io.hongyan.server.config.Port;
import io.hongyan.server.config.ServerConfig;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/// Goal: what is written arrives in the records, whichever way it is written, and what is wrong is named with its
/// place.
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
        assertThat(config.listeners()).containsOnlyKeys("tcp", "tls", "ws", "wss", "cars");
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
        String value = other(key);
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
        if (!key.equals("admin.key")) {
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
        List<String> settings = new ArrayList<>(pair(key, value));
        if (key.startsWith("listeners.tcp.tls.") || key.startsWith("listeners.ws.tls.")) {
            settings.add(key.substring(0, key.indexOf(".tls.")) + ".kind=wss");
        }
        for (String http : List.of("admin", "api")) {
            if (key.startsWith(http + ".tls.")) {
                settings.add(http + ".kind=https");
            }
        }
        return settings;
    }

    private static List<String> pair(String key, String value) {
        String parent = key.substring(0, key.lastIndexOf('.') + 1);
        return switch (key.substring(parent.length())) {
            case "cert" -> List.of(key + "=" + value, parent + "key=k.pem");
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
        return switch (name) {
            case "data" -> "/var/lib/hongyan";
            case "profile" -> "open";
            case "bind" -> "::1";
            case "kind" ->
                key.startsWith("admin.") || key.startsWith("api.") ? "https" : key.contains(".tcp.") ? "wss" : "tcp";
            case "port" -> "auto";
            case "path" -> "/other";
            case "origins" -> "[https://a.example]";
            case "proxyProtocol", "allowAnonymous", "connects", "http" -> "true";
            case "cert", "key", "clientCa", "passwordFile", "aclFile", "secretKeyFile" -> "long-enough-file-name.pem";
            case "clientAuth" -> "required";
            case "connectTimeout", "maxExpiry", "sysInterval", "drainTimeout", "interval" -> "7s";
            case "maxQoS" -> "0";
            case "responseInformation" -> "responses/%c";
            case "maxAge", "keep" -> "7h";
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
    void a_key_that_is_too_short_is_told_once() {
        assertThatThrownBy(() -> Configs.read("admin: {keys: {night: {key: short, role: viewer}}}"))
                .hasMessage("hongyan.yaml:1: admin.keys.night.key: has at least 16 characters; choose a longer one");
        assertThatThrownBy(() -> Configs.read("admin: {keys: {night: {role: viewer}}}"))
                .hasMessage("hongyan.yaml:1: admin.keys: night has no key; give it one of at least 16 characters");
        assertThatThrownBy(() -> Configs.read("admin: {keys: {somebody: {key: 0123456789abcdef}}}"))
                .hasMessageContaining("admin.keys: somebody is what the audit log writes for requests without a key");
    }

    @Test
    void a_mistake_in_yaml_is_named_with_the_whole_key() {
        assertThatThrownBy(() -> Configs.read("broker:\n  session:\n    maxInflight: 1\n    maxInflight: 2\n"))
                .hasMessageStartingWith("hongyan.yaml:4: broker.session.maxInflight: given twice in the same section");
        assertThatThrownBy(() -> Configs.read("listeners:\n  tcp:\n    bind: *all\n"))
                .hasMessageStartingWith("hongyan.yaml:3: listeners.tcp.bind: begins with *");
        assertThatThrownBy(() -> Configs.read("broker:\n  session:\n    maxInflight: a: b\n"))
                .hasMessageStartingWith("hongyan.yaml:3: broker.session: not YAML: mapping values");
        assertThatThrownBy(() -> Configs.read("listeners:\n  tcp:\n\tport: 1\n"))
                .hasMessageStartingWith("hongyan.yaml:3: listeners.tcp: not YAML: ");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '!', textBlock = """
            brokr: {}                               ! hongyan.yaml:1: brokr: unknown key; did you mean broker?
            broker: {session: {maxInflght: 1}}      ! hongyan.yaml:1: broker.session.maxInflght: unknown key; did you mean maxInflight?
            log: {zzzzzzzzzz: 1}                    ! hongyan.yaml:1: log.zzzzzzzzzz: unknown key; known here: level, format, linesPerSecond
            broker: {session: {maxInflight: 0}}     ! hongyan.yaml:1: broker.session.maxInflight: is 1 to 65535, not 0
            broker: {session: {maxInflight: many}}  ! hongyan.yaml:1: broker.session.maxInflight: is a whole number, not many
            broker: {drainTimeout: 5}               ! hongyan.yaml:1: broker.drainTimeout: is a duration like 500ms, 30s, 5m, 1h30m or 3d, not 5; did you mean 5s?
            broker: {drainTimeout: 11m}             ! hongyan.yaml:1: broker.drainTimeout: is 0 to 10m, not 11m
            broker: {retained: {maxBytes: lots}}    ! hongyan.yaml:1: broker.retained.maxBytes: is a size like 512, 64KiB, 1MiB or 10MB, not lots
            broker: {protocol: {maxPacketBytes: 9GiB}} ! hongyan.yaml:1: broker.protocol.maxPacketBytes: is at most 2147483647, not 9GiB
            broker: {session: {onFull: explode}}    ! hongyan.yaml:1: broker.session.onFull: is drop-oldest, drop-new or disconnect, not explode
            broker: {protocol: {retainAvailable: 2}} ! hongyan.yaml:1: broker.protocol.retainAvailable: is true or false, not 2
            broker: {protocol: {maxQoS: 3}}         ! hongyan.yaml:1: broker.protocol.maxQoS: is 0, 1 or 2, not 3
            broker: 7                               ! hongyan.yaml:1: broker: is a section, not a value; its keys are shards, protocol
            data: [a, b]                            ! hongyan.yaml:1: data: takes one value, not a list or section
            listeners: 7                            ! hongyan.yaml:1: listeners: is made of named sections
            listeners: {tcp: {port: 65536}}         ! hongyan.yaml:1: listeners.tcp.port: port is 1 to 65535, 0 (off) or auto, not 65536
            listeners: {tcp: {prot: 1}}             ! hongyan.yaml:1: listeners.tcp.prot: unknown key; did you mean port?
            listeners: {tls: {tls: {cert: c}}}      ! hongyan.yaml:1: listeners.tls.tls.cert: is given without key; give both or none
            listeners: {tls: {tls: {clientAuth: required}}} ! hongyan.yaml:1: listeners.tls.tls.clientAuth: needs clientCa
            listeners: {tls: {tls: {clientCa: c}}}  ! hongyan.yaml:1: listeners.tls.tls.clientAuth: is none, so that nobody is asked
            listeners: {more: {tls: {}}}            ! hongyan.yaml:1: listeners.more.tls: is for TLS, and this listener is of kind tcp, where everything is sent in plain text; write kind: tls, or
            listeners: {tcp: {tls: {cert: c, key: k}}} ! hongyan.yaml:1: listeners.tcp.tls: is for TLS
            listeners: {ws: {tls: {cert: c, key: k}}}  ! hongyan.yaml:1: listeners.ws.tls: is for TLS, and this listener is of kind ws, where everything is sent in plain text; write kind: wss, or
            listeners: {wss: {kind: ws, tls: {}}}   ! hongyan.yaml:1: listeners.wss.tls: is for TLS
            listeners: {ws: {path: mqtt}}           ! hongyan.yaml:1: listeners.ws.path: begins with /
            listeners: {admin: {port: 1}}           ! hongyan.yaml:1: listeners: are named with small letters, digits and -
            admin: {key: '***'}                     ! hongyan.yaml:1: admin.key: is ***, which print-config writes in place of a secret; write
            admin: {key: short}                     ! hongyan.yaml:1: admin.key: has at least 16 characters
            bind: 'no address'                      ! hongyan.yaml:1: bind: is an address like 127.0.0.1
            data: ''                                ! hongyan.yaml:1: data: is empty; name a folder
            [a, b]                                  ! hongyan.yaml:1: a configuration begins with a key, not with a list
            just words                              ! hongyan.yaml:1: a configuration is made of lines like key: value
            'a: {'                                  ! hongyan.yaml:1: a: not YAML
            """)
    void a_mistake_is_named_with_place_key_value_and_remedy(String yaml, String message) {
        assertThatThrownBy(() -> Configs.read(yaml))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith(message);
    }

    @Test
    void all_mistakes_are_named_at_once_with_their_lines() {
        assertThatThrownBy(() -> Configs.read("""
                        data: /tmp
                        data: /var
                        broker:
                          shards: 99
                          # a comment
                          nonsense: 1
                        log: {level: loud}
                        """))
                .hasMessageContaining("hongyan.yaml:2: data: given twice in the same section")
                .hasMessageContaining("hongyan.yaml:4: broker.shards: is 0 to 64, not 99")
                .hasMessageContaining("hongyan.yaml:6: broker.nonsense: unknown key")
                .hasMessageContaining("hongyan.yaml:7: log.level: is error, warn, info, debug or trace, not loud");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '!', textBlock = """
            broker.shards     ! --set broker.shards: write key=value
            broker.shads=3    ! --set: broker.shads: unknown key; did you mean shards?
            broker.shards=no  ! --set: broker.shards: is a whole number, not no
            """)
    void a_mistake_on_the_command_line_is_named(String setting, String message) {
        assertThatThrownBy(() -> Configs.read("", Map.of(), List.of(setting), new ArrayList<>()))
                .hasMessageStartingWith(message);
    }

    @Test
    void a_mistake_in_the_environment_names_the_variable() {
        assertThatThrownBy(() -> Configs.read("", Map.of("HONGYAN_BROKER_SHARDS", "x"), List.of(), new ArrayList<>()))
                .hasMessage("HONGYAN_BROKER_SHARDS: broker.shards: is a whole number, not x");
    }

    @Test
    void a_file_that_cannot_be_read_is_named(@TempDir Path folder) throws IOException {
        Path missing = folder.resolve("missing.yaml");
        assertThatThrownBy(() -> new ConfigSource(missing, Map.of(), List.of()).read(new ArrayList<>()))
                .hasMessageContaining("missing.yaml")
                .hasMessageContaining("cannot be read");
        Path binary = Files.write(folder.resolve("binary.yaml"), new byte[] {(byte) 0xff, 0});
        assertThatThrownBy(() -> new ConfigSource(binary, Map.of(), List.of()).read(new ArrayList<>()))
                .hasMessageStartingWith(binary + ":1: not text (byte 0xff)");
    }

    @Test
    void a_secret_is_never_printed() {
        ServerConfig config = Configs.read("admin: {key: 0123456789abcdef}");
        assertThat(ConfigWriter.effective(config)).contains("key: '***'").doesNotContain("0123456789abcdef");
        assertThat(config.toString()).doesNotContain("0123456789abcdef");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "broker:\\n\\tshards: 2       | c.yaml:2: broker: not YAML: there is a tab, which cannot indent",
                "broker:\\n  shards: 2\\n log: x | c.yaml:3: not YAML: expected <block end>",
                "data: \"abc\\nbind: x\\n     | c.yaml:3: data: not YAML: found unexpected end of stream, while scanning a"
                        + " quoted scalar that begins in line 1; close what is open there",
                "a: b: c                   | c.yaml:1: not YAML: mapping values are not allowed here; put",
                "data: @x                  | c.yaml:1: data: not YAML: found character '@' that",
                "log: {level: info\\nbind: x | c.yaml:2: log: not YAML: expected ',' or '}'",
                "bind: x\\ndata: *x        | c.yaml:2: data: begins with *, which refers to another value"
            })
    void text_that_is_not_yaml_is_named_with_line_and_cause(String text, String words) {
        String yaml = text.replace("\\n", "\n").replace("\\t", "\t");
        assertThatThrownBy(() -> new ConfigSource(null, Map.of(), List.of()).read("c.yaml", yaml, new ArrayList<>()))
                .hasMessageStartingWith(words);
    }

    @Test
    void a_value_in_place_of_a_section_is_told_also_when_the_command_line_sets_keys_of_it() {
        List<String> settings = List.of("listeners.tcp.port=auto", "listeners.tls.port=0");
        assertThatThrownBy(() ->
                        new ConfigSource(null, Map.of(), settings).read("c.yaml", "listeners: 5", new ArrayList<>()))
                .hasMessage("c.yaml:1: listeners: is made of named sections: give each a name and its keys");
    }
}
