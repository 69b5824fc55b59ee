package io.hongyan.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hongyan.client.config.Reconnect;
import io.hongyan.client.config.ServerAddress;
import io.hongyan.client.event.ClientEvent;
import io.hongyan.client.event.ClientEvent.Connected;
import io.hongyan.client.event.ClientEvent.Disconnected;
import io.hongyan.client.event.ClientEvent.Redirected;
import io.hongyan.client.message.MqttException;
import io.hongyan.testkit.FaultyProxy;
import io.hongyan.testkit.TestBroker;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FollowServerReferenceTest {
    private static final int ANOTHER = 0x9c;
    private static final int MOVED = 0x9d;
    private static final int MOST_HOPS = 5;
    private static final Reconnect SOON = Reconnect.USUAL.between(Duration.ofMillis(50), Duration.ofMillis(50));

    private static String reference(String text) {
        return "1c" + String.format("%04x", text.length()) + HexFormat.of().formatHex(text.getBytes(UTF_8));
    }

    /// CONNACK that refuses, and names another server.
    private static String refusal(int reason, String to) {
        return String.format("20%02x00%02x%02x%s", to.length() + 6, reason, to.length() + 3, reference(to));
    }

    /// DISCONNECT that names another server.
    private static String dismissal(int reason, String to) {
        return String.format("e0%02x%02x%02x%s", to.length() + 5, reason, to.length() + 3, reference(to));
    }

    private static HostileServer refusing(int reason, String to, AtomicInteger asked) throws IOException {
        return new HostileServer(peer -> {
            peer.await(1);
            asked.incrementAndGet();
            peer.send(refusal(reason, to));
        });
    }

    private static MqttClientBuilder builder(HostileServer server, Received<ClientEvent> events) {
        return MqttClient.builder().server(server.address()).reconnect(SOON).onEvent(events);
    }

    private static int nobody() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    @Test
    void a_server_is_not_followed_unless_that_is_allowed() throws IOException {
        AtomicInteger asked = new AtomicInteger();
        try (HostileServer server = refusing(ANOTHER, "elsewhere.example.com", asked)) {
            MqttClientBuilder builder = builder(server, new Received<>());
            assertThatThrownBy(builder::connect)
                    .isInstanceOfSatisfying(
                            MqttException.ConnectRefused.class,
                            refused -> assertThat(refused.serverReference()).isEqualTo("elsewhere.example.com"))
                    .hasMessageContaining("use elsewhere.example.com")
                    .hasMessageContaining("followServerReference");
            builder.followServerReference(address -> address.host().endsWith(".example.org"));
            assertThatThrownBy(builder::connect).isInstanceOf(MqttException.ConnectRefused.class);
            assertThat(asked).hasValue(2);
        }
    }

    @Test
    void the_first_connect_goes_where_the_server_wants_even_without_reconnects() throws IOException {
        Received<ClientEvent> events = new Received<>();
        try (TestBroker broker = TestBroker.start();
                HostileServer server = refusing(
                        ANOTHER, "127.0.0.1:" + nobody() + " 127.0.0.1:" + broker.port(), new AtomicInteger());
                MqttClient client = builder(server, events)
                        .reconnect(Reconnect.NEVER)
                        .followServerReference(address -> true)
                        .connect()) {
            client.publish("a", "b");
            Redirected redirected = events.next(Redirected.class);
            assertThat(redirected.from()).isEqualTo(ServerAddress.parse(server.address()));
            assertThat(redirected.permanent()).isFalse();
            assertThat(events.next(Connected.class).server().address()).endsWith(":" + broker.port());
        }
    }

    @ParameterizedTest
    @CsvSource({"156, 2", "157, 1"})
    void a_move_for_good_is_remembered_and_another_one_is_not(int reason, int asked) throws IOException {
        Received<ClientEvent> events = new Received<>();
        AtomicInteger first = new AtomicInteger();
        try (TestBroker broker = TestBroker.start();
                FaultyProxy there = FaultyProxy.to(broker.port());
                HostileServer server = refusing(reason, "127.0.0.1:" + there.port(), first);
                MqttClient client = builder(server, events)
                        .followServerReference(address -> true)
                        .connect()) {
            assertThat(events.next(Redirected.class).permanent()).isEqualTo(reason == MOVED);
            events.next(Connected.class);
            there.cut();
            events.next(Connected.class);
            client.publish("a", "b");
            assertThat(first).hasValue(asked);
        }
    }

    @Test
    void a_living_connection_is_sent_elsewhere_too() throws IOException {
        Received<ClientEvent> events = new Received<>();
        try (TestBroker broker = TestBroker.start();
                HostileServer server = new HostileServer(peer -> {
                    peer.await(1);
                    peer.send("2003000000");
                    peer.await(3);
                    peer.send(dismissal(MOVED, "127.0.0.1:" + broker.port()));
                });
                MqttClient client = builder(server, events)
                        .followServerReference(address -> true)
                        .connect()) {
            assertThat(client.publish("a", "b").isDelivered()).isTrue();
            Disconnected lost = events.next(Disconnected.class);
            assertThat(lost.cause())
                    .isInstanceOfSatisfying(
                            MqttException.ConnectionLost.class,
                            why -> assertThat(why.serverReference()).endsWith(":" + broker.port()));
        }
    }

    @Test
    void servers_that_send_a_client_round_in_circles_are_followed_so_far() throws IOException {
        AtomicInteger asked = new AtomicInteger();
        try (ServerSocket socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                HostileServer server = new HostileServer(
                        peer -> {
                            peer.await(1);
                            asked.incrementAndGet();
                            peer.send(refusal(ANOTHER, "127.0.0.1:" + socket.getLocalPort()));
                        },
                        socket)) {
            MqttClientBuilder builder = builder(server, new Received<>()).followServerReference(address -> true);
            assertThatThrownBy(builder::connect).isInstanceOf(MqttException.ConnectRefused.class);
            assertThat(asked).hasValue(1 + MOST_HOPS);
        }
    }

    @Test
    void a_server_that_names_itself_among_others_does_not_lengthen_the_list() throws IOException {
        Received<ServerAddress> tried = new Received<>();
        int other = nobody();
        try (ServerSocket socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                HostileServer server = new HostileServer(
                        peer -> {
                            peer.await(1);
                            peer.send(refusal(MOVED, "127.0.0.1:" + socket.getLocalPort() + " 127.0.0.1:" + other));
                        },
                        socket);
                MqttClient client = builder(server, new Received<>())
                        .reconnect(Reconnect.USUAL
                                .between(Duration.ZERO, Duration.ZERO)
                                .withHook(planned -> {
                                    tried.accept(planned.server());
                                    return planned.number() > 30 ? null : planned;
                                }))
                        .followServerReference(address -> true)
                        .start()) {
            tried.next(15);
            assertThat(tried.next(10))
                    .filteredOn(ServerAddress.parse(server.address())::equals)
                    .hasSize(5);
            assertThat(client.isConnected()).isFalse();
        }
    }
}
