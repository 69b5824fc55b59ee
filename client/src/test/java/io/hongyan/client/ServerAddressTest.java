package io.hongyan.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hongyan.client.config.ServerAddress;
import io.hongyan.client.config.ServerAddress.Scheme;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServerAddressTest {
    @ParameterizedTest
    @CsvSource({
        "host, MQTT, host, 1883, /mqtt",
        "mqtt_broker:1884, MQTT, mqtt_broker, 1884, /mqtt",
        "ssl://device_1.example, MQTTS, device_1.example, 8883, /mqtt",
        "[::1]:1884, MQTT, ::1, 1884, /mqtt",
        "mqtt://[::1], MQTT, ::1, 1883, /mqtt",
        "ws://[2001:db8::7]:8083/mqtt, WS, 2001:db8::7, 8083, /mqtt",
        "wss://[::ffff:10.0.0.1]/x, WSS, ::ffff:10.0.0.1, 443, /x",
        "mqtt://[fe80::1%eth0], MQTT, fe80::1%eth0, 1883, /mqtt",
        "mqtt://[fe80::1%25eth0], MQTT, fe80::1%eth0, 1883, /mqtt",
        "wss://host/mqtt?token=a%20b, WSS, host, 443, /mqtt?token=a%20b",
        "ws://host?token=x, WS, host, 80, /mqtt?token=x",
        "mqtt://host:, MQTT, host, 1883, /mqtt"
    })
    void an_address_is_read(String text, Scheme scheme, String host, int port, String path) {
        assertThat(ServerAddress.parse(text)).isEqualTo(new ServerAddress(scheme, host, port, path));
    }

    @ParameterizedTest
    @CsvSource({
        "mqtt://, server is no address",
        "mqtt://:1883, server has no host",
        "mqtt://::1, server has an IPv6 address without brackets: write [::1]:1883",
        "2001:db8::7:1883, server has an IPv6 address without brackets",
        "mqtt://[::1, server is no address",
        "mqtt://host:x, server has no host and port that can be read",
        "mqtt://host:99999, 'server has a port of 1 to 65535, not 99999'",
        "mqtt://user:word@host, server holds a user name",
        "mqtt://a b, server is no address",
        "http://host, server begins with mqtt://"
    })
    void what_is_no_address_is_refused_with_the_reason(String text, String sentence) {
        assertThatThrownBy(() -> ServerAddress.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(sentence);
    }

    @Test
    void the_text_of_an_address_is_read_as_the_same_address() {
        for (String text : new String[] {"mqtt://[::1]:1", "wss://under_score:2/a?b=c"}) {
            assertThat(ServerAddress.parse(text)).hasToString(text);
        }
    }

    @ParameterizedTest
    @CsvSource({"b, wss://b:7/x?y", "b:1, wss://b:1/x?y", "[::1], wss://[::1]:7/x?y", "a_b:2, wss://a_b:2/x?y"})
    void another_host_keeps_scheme_and_path_and_its_port_unless_given(String text, String expected) {
        assertThat(ServerAddress.parse("wss://a:7/x?y").withHost(text)).hasToString(expected);
    }

    @Test
    void another_host_that_cannot_be_read_is_refused() {
        ServerAddress address = ServerAddress.parse("mqtt://a");
        for (String text : new String[] {"", "b/x", "c@d", "a:b:c", "a:99999"}) {
            assertThatThrownBy(() -> address.withHost(text))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("server has ");
        }
    }
}
