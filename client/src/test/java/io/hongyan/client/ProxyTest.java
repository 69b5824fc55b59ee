package io.hongyan.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hongyan.client.TestProxy.Manner;
import io.hongyan.client.config.Proxy;
import io.hongyan.client.config.ServerAddress;
import io.hongyan.client.config.Tls;
import io.hongyan.client.message.MqttException;
import io.hongyan.testkit.TestBroker;
import io.hongyan.transport.endpoint.ListenerOptions.ClientAuth;
import io.hongyan.transport.endpoint.ListenerOptions.Kind;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProxyTest {
    /// A name that only the proxy knows.
    private static final String NAME = "broker.invalid";

    @TempDir
    private Path folder;

    private static Proxy proxy(Proxy.Kind kind, TestProxy by) {
        return new Proxy(kind, "127.0.0.1", by.port(), null, null);
    }

    private static void hello(MqttClientBuilder builder) {
        Received<String> received = new Received<>();
        try (MqttClient client = builder.connect()) {
            client.subscribe("proxy", message -> received.accept(message.text()));
            client.publish("proxy", "x".repeat(100_000));
            assertThat(received.next()).hasSize(100_000);
        }
    }

    @ParameterizedTest
    @EnumSource(Proxy.Kind.class)
    void all_four_schemes_go_by_way_of_a_proxy_which_looks_up_the_name(Proxy.Kind kind) throws IOException {
        try (TestBroker plain = TestBroker.start();
                TlsBroker secure = new TlsBroker(folder, NAME);
                TestProxy proxy = new TestProxy(Manner.HELPFUL, null)) {
            int tls = secure.listen(Kind.TLS, ClientAuth.NONE);
            int wss = secure.listen(Kind.SECURE_WEBSOCKET, ClientAuth.NONE);
            List<String> addresses = List.of(
                    "mqtt://" + NAME + ":" + plain.port(),
                    "ws://" + NAME + ":" + plain.webSocketPort() + "/mqtt",
                    "mqtts://" + NAME + ":" + tls,
                    "wss://" + NAME + ":" + wss + "/mqtt");
            for (String address : addresses) {
                hello(MqttClient.builder()
                        .server(address)
                        .tls(Tls.trusting(secure.server().certificates()))
                        .proxy(proxy(kind, proxy)));
                assertThat(proxy.asked().next())
                        .isEqualTo(NAME + ":" + ServerAddress.parse(address).port());
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"HTTP, 127.0.0.1", "SOCKS5, 7f000001"})
    void an_address_is_an_address_to_the_proxy_too(Proxy.Kind kind, String asked) throws IOException {
        try (TestBroker broker = TestBroker.start();
                TestProxy proxy = new TestProxy(Manner.HELPFUL, null)) {
            hello(MqttClient.builder()
                    .server("mqtt://127.0.0.1:" + broker.port())
                    .proxy(proxy(kind, proxy)));
            assertThat(proxy.asked().next()).isEqualTo(asked + ":" + broker.port());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"http", "socks5"})
    void user_and_password_are_shown(String scheme) throws IOException {
        try (TestBroker broker = TestBroker.start();
                TestProxy proxy = new TestProxy(Manner.HELPFUL, "alice:p@ss+")) {
            hello(MqttClient.builder()
                    .server("mqtt://" + NAME + ":" + broker.port())
                    .proxy(scheme + "://alice:p%40ss+@127.0.0.1:" + proxy.port()));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "http, alice:wrong@, 407 Who are you",
        "http, '', 407 Who are you",
        "socks5, alice:wrong@, authStatus: UNKNOWN(1)",
        "socks5, '', unexpected authMethod",
    })
    void a_proxy_that_refuses_is_named_with_its_answer(String scheme, String login, String answer) throws IOException {
        try (TestProxy proxy = new TestProxy(Manner.HELPFUL, "alice:secret")) {
            for (String server : List.of("mqtt://" + NAME + ":1883", "wss://" + NAME + ":443/mqtt")) {
                MqttClientBuilder builder =
                        MqttClient.builder().server(server).proxy(scheme + "://" + login + "127.0.0.1:" + proxy.port());
                assertThatThrownBy(builder::connect)
                        .isInstanceOf(MqttException.Unreachable.class)
                        .hasMessageContaining("proxy 127.0.0.1:" + proxy.port())
                        .hasMessageContaining(answer)
                        .hasMessageNotContaining("wrong");
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Proxy.Kind.class)
    void a_proxy_that_goes_in_the_middle_is_named(Proxy.Kind kind) throws IOException {
        try (TestProxy proxy = new TestProxy(Manner.CUTTING, null)) {
            for (String server : List.of("mqtt://" + NAME + ":1883", "mqtts://" + NAME + ":8883")) {
                MqttClientBuilder builder = MqttClient.builder().server(server).proxy(proxy(kind, proxy));
                assertThatThrownBy(builder::connect)
                        .isInstanceOf(MqttException.Unreachable.class)
                        .hasMessageContaining("proxy 127.0.0.1:" + proxy.port());
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Proxy.Kind.class)
    void a_silent_proxy_is_named_when_the_time_is_up(Proxy.Kind kind) throws IOException {
        try (TestProxy proxy = new TestProxy(Manner.SILENT, null)) {
            MqttClientBuilder builder = MqttClient.builder()
                    .server("mqtt://" + NAME)
                    .connectTimeout(Duration.ofMillis(300))
                    .proxy(proxy(kind, proxy));
            assertThatThrownBy(builder::connect)
                    .isInstanceOf(MqttException.Unreachable.class)
                    .hasMessageContaining("127.0.0.1:" + proxy.port());
        }
    }

    @Test
    void a_proxy_that_is_not_there_is_named() throws IOException {
        TestProxy gone = new TestProxy(Manner.SILENT, null);
        gone.close();
        MqttClientBuilder nobody = MqttClient.builder().server(NAME).proxy(Proxy.http("127.0.0.1", gone.port()));
        assertThatThrownBy(nobody::connect).hasMessageContaining("by way of HTTP proxy 127.0.0.1:" + gone.port());
        MqttClientBuilder unknown = MqttClient.builder().server(NAME).proxy(Proxy.socks5("proxy.invalid", 1080));
        assertThatThrownBy(unknown::connect)
                .hasMessageContaining("by way of SOCKS5 proxy proxy.invalid:1080: no address is known for that name");
    }

    @Test
    void addresses_are_read_and_passwords_not_shown() {
        assertThat(Proxy.parse("http://proxy:3128")).isEqualTo(Proxy.http("proxy", 3128));
        assertThat(Proxy.parse("socks5://u:p%3Aw@[::1]:1080"))
                .isEqualTo(Proxy.socks5("::1", 1080).withLogin("u", "p:w"));
        assertThat(Proxy.parse("http://squid_1:3128")).isEqualTo(Proxy.http("squid_1", 3128));
        assertThat(Proxy.parse("socks5://u:secret@[::1]:1080")).hasToString("socks5://[::1]:1080");
    }

    @ParameterizedTest
    @CsvSource({
        "https://secret:secret@proxy:1, proxy begins with http://",
        "proxy, proxy begins with http://",
        "http://proxy, proxy is written scheme://host:port",
        "http://proxy:1/path, proxy has no path",
        "http://proxy:99999, proxy has a port of 1 to 65535",
        "http://us er:secret@proxy:1, proxy is no address",
        "http://user:secret@::1:3128, brackets",
        "http://user@proxy:1, proxy has a user name without password",
    })
    void what_is_no_proxy_is_refused(String url, String sentence) {
        assertThatThrownBy(() -> Proxy.parse(url))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(sentence)
                .hasMessageNotContaining("secret");
    }
}
