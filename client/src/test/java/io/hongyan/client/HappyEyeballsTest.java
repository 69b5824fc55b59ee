package io.hongyan.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hongyan.client.config.Reconnect;
import io.hongyan.client.connect.HappyEyeballs;
import io.hongyan.client.message.MqttException;
import io.hongyan.testkit.TestBroker;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class HappyEyeballsTest {
    private static InetAddress ip(String text) throws UnknownHostException {
        return InetAddress.getByName(text);
    }

    private static MqttClientBuilder client(int port, InetAddress... addresses) {
        return MqttClient.builder()
                .server("mqtt://name.test:" + port)
                .reconnect(Reconnect.NEVER)
                .resolver(host -> {
                    assertThat(host).isEqualTo("name.test");
                    return List.of(addresses);
                });
    }

    @Test
    void families_take_turns_and_keep_their_order() throws UnknownHostException {
        assertThat(HappyEyeballs.interleaved(
                        List.of(ip("::1"), ip("::2"), ip("::3"), ip("127.0.0.1"), ip("127.0.0.2"))))
                .containsExactly(ip("::1"), ip("127.0.0.1"), ip("::2"), ip("127.0.0.2"), ip("::3"));
        assertThat(HappyEyeballs.interleaved(List.of(ip("127.0.0.1"), ip("::1"))))
                .containsExactly(ip("127.0.0.1"), ip("::1"));
        assertThat(HappyEyeballs.interleaved(List.of())).isEmpty();
    }

    @Test
    void the_second_address_serves_when_the_first_refuses() throws UnknownHostException {
        try (TestBroker broker = TestBroker.start();
                MqttClient client =
                        client(broker.port(), ip("127.0.0.9"), ip("127.0.0.1")).connect()) {
            client.publish("a", "through");
        }
    }

    @Test
    void the_second_address_serves_when_the_first_does_not_answer() throws IOException {
        List<Socket> fillers = new ArrayList<>();
        try (TestBroker broker = TestBroker.start();
                ServerSocket silent = new ServerSocket(broker.port(), 1, ip("127.0.0.8"))) {
            // A full backlog: the system does not answer further connections.
            for (int i = 0; i < 4; i++) {
                Socket filler = new Socket();
                fillers.add(filler);
                connectBriefly(filler, silent.getLocalSocketAddress());
            }
            try (MqttClient client =
                    client(broker.port(), ip("127.0.0.8"), ip("127.0.0.1")).connect()) {
                client.publish("a", "through");
            }
        } finally {
            for (Socket filler : fillers) {
                filler.close();
            }
        }
    }

    private static void connectBriefly(Socket socket, java.net.SocketAddress to) throws IOException {
        try {
            socket.connect(to, 100);
        } catch (java.net.SocketTimeoutException full) {
            assertThat(((InetSocketAddress) to).getPort()).isPositive(); // as is wanted
        }
    }

    @Test
    void a_name_without_address_is_reported_by_name() {
        assertThatThrownBy(() -> client(1883).connect())
                .isInstanceOf(MqttException.Unreachable.class)
                .hasMessageContaining("no address is known")
                .hasMessageContaining("name.test");
    }

    @Test
    void when_no_address_answers_the_last_fault_is_reported() throws IOException {
        int closed;
        try (ServerSocket free = new ServerSocket(0, 1, ip("127.0.0.1"))) {
            closed = free.getLocalPort();
        }
        assertThatThrownBy(
                        () -> client(closed, ip("127.0.0.1"), ip("127.0.0.2")).connect())
                .isInstanceOf(MqttException.Unreachable.class)
                .hasMessageContaining("127.0.0.2");
    }
}
