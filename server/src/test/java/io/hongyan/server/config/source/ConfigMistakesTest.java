package io.hongyan.server.config.source;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hongyan.server.config.Configs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Goal: what is wrong is named with its place, at once, and with what would be right.
class ConfigMistakesTest {
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
            console: {oidc: {issuer: 'http://login.example.com', clientId: c, address: 'https://c'}} ! hongyan.yaml:1: console.oidc.issuer: begins with https://, or everybody on the way
            console: {oidc: {issuer: 'login.example.com'}} ! hongyan.yaml:1: console.oidc.issuer: is an address like https://login.example.com/realms/plant, without a query; not login.example.com
            console: {oidc: {issuer: 'https://login.example.com'}} ! hongyan.yaml:1: console.oidc.clientId: is missing; with issuer it is needed
            console: {oidc: {issuer: 'http://127.0.0.1:1/', clientId: c}} ! hongyan.yaml:1: console.oidc.address: is missing; with issuer it is needed
            console: {oidc: {address: 'https://mqtt.example.com/console'}} ! hongyan.yaml:1: console.oidc.address: is that of the console as browsers see it, without a path
            console: {oidc: {clientSecret: a, clientSecretFile: b}} ! hongyan.yaml:1: console.oidc.clientSecretFile: and clientSecret are given; give one of them
            console: {oidc: {scopes: [profile]}}    ! hongyan.yaml:1: console.oidc.scopes: are words, and openid is one of them
            console: {oidc: {roleClaim: ''}}        ! hongyan.yaml:1: console.oidc.roleClaim: is empty; name a claim
            console: {oidc: {roles: {ops: {instances: [a b]}}}} ! hongyan.yaml:1: console.oidc.roles.ops.instances: are ids of instances like mqtt-factory, not 'a b'
            console: {oidc: {roles: {ops: {role: root}}}} ! hongyan.yaml:1: console.oidc.roles.ops.role: is viewer, operator or administrator, not root
            listeners: {tls: {tls: {cert: c}}}      ! hongyan.yaml:1: listeners.tls.tls.cert: is given without key; give both or none
            listeners: {tls: {tls: {clientAuth: required}}} ! hongyan.yaml:1: listeners.tls.tls.clientAuth: needs clientCa
            listeners: {tls: {tls: {clientCa: c}}}  ! hongyan.yaml:1: listeners.tls.tls.clientAuth: is none, so that nobody is asked
            listeners: {more: {tls: {}}}            ! hongyan.yaml:1: listeners.more.tls: is for TLS, and this listener is of kind tcp, where everything is sent in plain text; write kind: tls, or
            listeners: {tcp: {tls: {cert: c, key: k}}} ! hongyan.yaml:1: listeners.tcp.tls: is for TLS
            listeners: {ws: {tls: {cert: c, key: k}}}  ! hongyan.yaml:1: listeners.ws.tls: is for TLS, and this listener is of kind ws, where everything is sent in plain text; write kind: wss, or
            listeners: {wss: {kind: ws, tls: {}}}   ! hongyan.yaml:1: listeners.wss.tls: is for TLS
            listeners: {amqp: {path: /x}}           ! hongyan.yaml:1: listeners.amqp.path: is for MQTT, and this listener is of kind amqp; remove it
            listeners: {amqps: {origins: [a]}}      ! hongyan.yaml:1: listeners.amqps.origins: is for MQTT, and this listener is of kind amqps; remove it
            listeners: {more: {kind: amqp, instance: i}} ! hongyan.yaml:1: listeners.more.instance: is for MQTT
            amqp: {queues: {messages: 1M}}          ! hongyan.yaml:1: amqp.queues.messages: is a whole number, not 1M
            broker: {store: {instanceMessages: 1MiB}} ! hongyan.yaml:1: broker.store.instanceMessages: is a whole number, not 1MiB
            amqp: {queues: {messages: 0}}           ! hongyan.yaml:1: amqp.queues.messages: is 1 to 1000000000, not 0
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
