package io.hongyan.cli.option;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hongyan.client.config.ServerAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ServerUrlTest {
    @ParameterizedTest
    @CsvSource({
        "mqtt://host, MQTT, host, 1883, ''",
        "MQTTS://host, MQTTS, host, 8883, ''",
        "ws://host, WS, host, 80, ''",
        "wss://host:9001/a/b, WSS, host, 9001, a/b",
        "ws://[fe80::1%eth0]:9001/a%20b?token=x, WS, fe80::1%eth0, 9001, a%20b?token=x",
        "mqtt://10.0.0.1:18830/, MQTT, 10.0.0.1, 18830, ''",
        "mqtt://[::1]:1884/t, MQTT, ::1, 1884, t",
        "mqtt://[::1], MQTT, ::1, 1883, ''",
        "tcp://under_score:1, MQTT, under_score, 1, ''",
        "ssl://host, MQTTS, host, 8883, ''",
        "mqtt://host/a+b/%23, MQTT, host, 1883, a+b/#"
    })
    void a_url_names_scheme_host_port_and_path(
            String url, ServerAddress.Scheme scheme, String host, int port, String path) {
        ServerUrl parsed = ServerUrl.parse(url);

        assertThat(parsed.address().scheme()).isEqualTo(scheme);
        assertThat(parsed.address().host()).isEqualTo(host);
        assertThat(parsed.address().port()).isEqualTo(port);
        assertThat(parsed).isEqualTo(new ServerUrl(parsed.address(), path, null, null));
    }

    @Test
    void user_and_password_are_decoded() {
        ServerUrl parsed = ServerUrl.parse("mqtt://Signature%7CAK%7Cmqtt-1:a%2Fb+c@@host/topic");

        assertThat(parsed.username()).isEqualTo("Signature|AK|mqtt-1");
        assertThat(parsed.password()).isEqualTo("a/b+c@");
        assertThat(parsed.address().host()).isEqualTo("host");
    }

    @Test
    void a_user_needs_no_password() {
        assertThat(ServerUrl.parse("mqtt://me@host").username()).isEqualTo("me");
        assertThat(ServerUrl.parse("mqtt://me@host").password()).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "host:1883, no scheme",
        "http://host, begins with mqtt://",
        "mqtt://, Expected authority",
        "mqtt://:1883, no host",
        "mqtt://host:0, 1 to 65535",
        "mqtt://host:65536, 1 to 65535",
        "mqtt://host:x, no host and port that can be read",
        "mqtt://[::1, Expected closing bracket",
        "mqtt://[::1]x, Expected port number",
        "mqtt://host/%zz, %25"
    })
    void a_bad_url_is_refused_with_the_reason(String url, String reason) {
        assertThatThrownBy(() -> ServerUrl.parse(url))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(url)
                .hasMessageContaining(reason);
    }
}
