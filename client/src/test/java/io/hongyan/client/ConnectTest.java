package io.hongyan.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hongyan.client.config.OfflineQueue;
import io.hongyan.client.config.Reconnect;
import io.hongyan.client.config.ServerLimits;
import io.hongyan.client.config.Tls;
import io.hongyan.client.event.ClientEvent;
import io.hongyan.client.message.Message;
import io.hongyan.client.message.MqttException;
import io.hongyan.codec.Version;
import io.hongyan.testkit.TestBroker;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConnectTest {
    @Test
    void nobody_there_is_said_with_the_address() throws IOException {
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        MqttClientBuilder builder = MqttClient.builder().server("mqtt://127.0.0.1:" + port);
        assertThatThrownBy(builder::connect)
                .isInstanceOf(MqttException.Unreachable.class)
                .hasMessageContaining("127.0.0.1:" + port);
        assertThatThrownBy(() -> builder.connectAsync().join())
                .isInstanceOf(CompletionException.class)
                .hasCauseInstanceOf(MqttException.Unreachable.class);
    }

    @Test
    void a_client_with_a_server_list_starts_on_the_one_that_is_there() throws IOException {
        int nobody;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            nobody = socket.getLocalPort();
        }
        Received<ClientEvent> events = new Received<>();
        try (TestBroker broker = TestBroker.start();
                MqttClient client = MqttClient.builder()
                        .server("mqtt://127.0.0.1:" + nobody)
                        .server("mqtt://127.0.0.1:" + broker.port())
                        .reconnect(Reconnect.USUAL.between(Duration.ofMillis(10), Duration.ofMillis(20)))
                        .onEvent(events)
                        .start()) {
            assertThat(events.next(ClientEvent.Connected.class).server().address())
                    .endsWith(":" + broker.port());
            assertThat(client.publish("a", "b").isDelivered()).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"mqtts", "ws"})
    void closing_does_not_wait_for_a_handshake_that_gets_nowhere(String scheme) throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                MqttClient client = MqttClient.builder()
                        .server(scheme + "://127.0.0.1:" + silent.getLocalPort())
                        .connectTimeout(Duration.ofMinutes(5))
                        .start();
                Socket accepted = silent.accept()) {
            assertThat(accepted.getInputStream().read()).isPositive();
            assertThat(client.async().close()).succeedsWithin(Received.PATIENCE);
        }
    }

    @Test
    void what_the_server_says_holds() {
        try (TestBroker broker = TestBroker.start();
                MqttClient client = MqttClient.builder()
                        .server("127.0.0.1:" + broker.port())
                        .connect()) {
            ServerLimits server = client.server().orElseThrow();
            assertThat(server.address()).isEqualTo("mqtt://127.0.0.1:" + broker.port());
            assertThat(server.receiveMaximum()).isPositive();
            assertThat(server.maximumPacketSize()).isPositive();
            byte[] tooLarge = new byte[(int) Math.min(server.maximumPacketSize(), 200_000_000)];
            if (server.maximumPacketSize() < 200_000_000) {
                assertThatThrownBy(() -> client.publish(Message.of("a", tooLarge)))
                        .isInstanceOf(MqttException.Refused.class)
                        .hasMessageContaining("packet too large");
            }
        }
    }

    @Test
    void impossible_settings_are_refused_by_name() {
        MqttClientBuilder builder = MqttClient.builder();
        refused(builder::connect, "server");
        refused(() -> builder.server("http://localhost"), "server");
        refused(() -> builder.server("mqtt://user@localhost"), "credentials");
        refused(() -> builder.keepAlive(Duration.ofSeconds(65_536)), "keepAlive");
        refused(() -> builder.receiveMaximum(0), "receiveMaximum");
        refused(() -> builder.inFlight(70_000), "inFlight");
        refused(() -> builder.maximumPacketSize(1), "maximumPacketSize");
        refused(() -> builder.connectTimeout(Duration.ZERO), "connectTimeout");
        refused(() -> builder.tls(Tls.trusting(Path.of("no-such-file.pem"))), "tls.authority");
        refused(() -> builder.reconnect(Reconnect.USUAL.between(Duration.ofDays(2), Duration.ofDays(3))), "reconnect");
        refused(() -> builder.queue(OfflineQueue.USUAL.of(-1, 0)), "queue.messages");
        refused(() -> builder.replyTopic("#/a"), "replyTopic");
        builder.server("localhost");
        refused(() -> builder.persistentSession(Duration.ofHours(1)).connect(), "persistentSession");
        refused(() -> builder.clientId("a").reconnect(Reconnect.NEVER).start(), "reconnect");
        refused(() -> builder.userProperty("a", "b").version(Version.MQTT_3_1_1).connect(), "userProperty");
    }

    private static void refused(ThrowingCallable call, String field) {
        assertThatThrownBy(call).isInstanceOf(IllegalArgumentException.class).hasMessageContaining(field);
    }
}
