package io.hongyan.client;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hongyan.client.config.Reconnect;
import io.hongyan.client.message.MqttException;
import io.hongyan.codec.Version;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/// Goal: an answer to a ping of the user is one to that ping, and none is waited for in vain.
class PingTest {
    private static final String PINGRESP = "d000";

    private static MqttClient client(HostileServer server) {
        return MqttClient.builder()
                .server(server.address())
                .version(Version.MQTT_3_1_1)
                .callTimeout(Duration.ofSeconds(20))
                .reconnect(Reconnect.NEVER)
                .connect();
    }

    @Test
    void each_ping_is_answered_in_its_turn() throws IOException {
        CompletableFuture<Void> go = new CompletableFuture<>();
        try (HostileServer server = new HostileServer(peer -> {
                    peer.accept();
                    peer.send(PINGRESP); // nobody asked
                    peer.await(12);
                    peer.await(12);
                    peer.send(PINGRESP);
                    go.join();
                    peer.send(PINGRESP);
                    peer.await(14);
                });
                MqttClient client = client(server)) {
            CompletableFuture<Void> first = client.async().ping();
            CompletableFuture<Void> second = client.async().ping();
            first.join();
            go.complete(null);
            second.join();
        }
    }

    @Test
    void a_ping_fails_when_the_connection_ends_first_or_there_is_none() throws IOException {
        try (HostileServer server = new HostileServer(peer -> {
                    peer.accept();
                    peer.await(12);
                    peer.reset();
                });
                MqttClient client = client(server)) {
            assertThatThrownBy(() -> client.async().ping().join())
                    .hasCauseInstanceOf(MqttException.ConnectionLost.class);
            assertThatThrownBy(() -> client.async().ping().join()).hasCauseInstanceOf(MqttException.class);
            client.async().close().join();
            assertThatThrownBy(() -> client.async().ping().join()).hasCauseInstanceOf(MqttException.class);
        }
    }
}
