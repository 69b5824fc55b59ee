package io.hongyan.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hongyan.client.config.Reconnect;
import io.hongyan.client.event.ClientEvent;
import io.hongyan.client.message.Acknowledge;
import io.hongyan.client.message.Delivery;
import io.hongyan.client.message.Message;
import io.hongyan.client.message.MqttException;
import io.hongyan.client.message.PublishOutcome;
import io.hongyan.codec.QoS;
import io.hongyan.codec.ReasonCode;
import io.hongyan.codec.Version;
import io.hongyan.codec.packet.Subscription;
import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Whatever a server does, a client ends in a clear error or goes on, and never hangs.
class HostileServerTest {
    private static MqttClientBuilder client(HostileServer server) {
        return MqttClient.builder()
                .server(server.address())
                .version(Version.MQTT_3_1_1)
                .callTimeout(Duration.ofSeconds(20))
                .reconnect(Reconnect.NEVER);
    }

    @ParameterizedTest
    @CsvSource({
        "20, half a CONNACK",
        "200200, three bytes of four",
        "2002, a header alone",
        "'', nothing at all",
    })
    void silence_after_a_part_of_connack_ends_in_time(String hex, String what) throws IOException {
        try (HostileServer server = new HostileServer(peer -> {
            peer.await(1);
            peer.send(hex);
        })) {
            assertThatThrownBy(() -> client(server)
                            .connectTimeout(Duration.ofMillis(500))
                            .connect())
                    .as(what)
                    .isInstanceOf(MqttException.Unreachable.class)
                    .hasMessageContaining("500 ms");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "40020001, a PUBACK first",
        "20020105, session present with an error code",
        "2003000000, a CONNACK too long",
        "20ffffffff01, a length of five bytes",
        "f000, AUTH before 5.0",
        "300000, PUBLISH without a topic",
    })
    void nonsense_instead_of_connack_is_named(String hex, String what) throws IOException {
        try (HostileServer server = new HostileServer(peer -> {
            peer.await(1);
            peer.send(hex);
        })) {
            assertThatThrownBy(() -> {
                        MqttClient connected = client(server)
                                .callTimeout(Duration.ofSeconds(1))
                                .connect();
                        connected.publish("a", what);
                    })
                    .as(what)
                    .isInstanceOf(MqttException.class);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "48, an answer in HTTP",
        "53, an answer of SSH",
        "30, a PUBLISH before CONNACK",
        "2003, a CONNACK too long",
    })
    void a_first_byte_that_no_connack_has_is_not_waited_for(String hex, String what) throws IOException {
        try (HostileServer server = new HostileServer(peer -> {
            peer.await(1);
            peer.send(hex);
        })) {
            assertThatThrownBy(() -> client(server).connect()).as(what).isInstanceOf(MqttException.ServerFault.class);
        }
    }

    @Test
    void a_session_that_nobody_asked_for_is_not_taken() throws IOException {
        try (HostileServer server = new HostileServer(peer -> {
            peer.await(1);
            peer.send("20020100");
        })) {
            assertThatThrownBy(() -> client(server).connect())
                    .isInstanceOf(MqttException.ServerFault.class)
                    .hasMessageContaining("a session is present");
        }
    }

    @Test
    void a_refusal_is_reported_with_its_reason() throws IOException {
        try (HostileServer server = new HostileServer(peer -> {
            peer.await(1);
            peer.send("20020004");
        })) {
            assertThatThrownBy(() -> client(server).connect())
                    .isInstanceOfSatisfying(
                            MqttException.ConnectRefused.class,
                            e -> assertThat(e.reason()).isEqualTo(ReasonCode.BAD_USER_NAME_OR_PASSWORD))
                    .hasMessageContaining("check the credentials");
        }
    }

    @ParameterizedTest
    @CsvSource({"1", "3", "8"})
    void a_reset_at_each_step_ends_the_call(int type) throws IOException {
        try (HostileServer server = new HostileServer(peer -> {
            if (type != 1) {
                peer.accept();
            }
            peer.await(type);
            peer.reset();
        })) {
            assertThatThrownBy(() -> {
                        MqttClient connected = client(server).connect();
                        if (type == 3) {
                            connected.publish("a", "b");
                        } else {
                            connected.subscribe("a", message -> {});
                        }
                    })
                    .isInstanceOf(MqttException.class)
                    .isNotInstanceOf(MqttException.TimedOut.class);
        }
    }

    @Test
    void answers_to_nothing_do_no_harm() throws IOException {
        try (HostileServer server = new HostileServer(peer -> {
                    peer.accept();
                    // PUBACK, PUBREC, PUBCOMP, SUBACK and UNSUBACK of identifiers that nobody uses; PINGRESP.
                    peer.send("40027000" + "50027000" + "70027000" + "9003700000" + "b0027000" + "d000");
                    // A PUBREL of a message that never came wants its PUBCOMP.
                    peer.send("62020007");
                    Set<Integer> seen = new HashSet<>();
                    while (!seen.containsAll(Set.of(3, 7))) {
                        seen.add(peer.read() >> 4);
                    }
                    peer.send("40020001");
                });
                MqttClient client = client(server).connect()) {
            assertThat(client.publish("a", "b").isDelivered()).isTrue();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "50020001, 1, PUBREC for packet identifier 1",
        "70020001, 1, PUBCOMP for packet identifier 1",
        "9003000100, 1, SUBACK for packet identifier 1",
        "b0020001, 1, UNSUBACK for packet identifier 1",
        "40020001, 2, PUBACK for packet identifier 1",
        "70020001, 2, PUBCOMP before PUBREC",
    })
    void an_acknowledgement_of_the_wrong_kind_is_a_fault_of_the_server(String hex, int qos, String what)
            throws IOException {
        Received<ClientEvent> events = new Received<>();
        try (HostileServer server = new HostileServer(peer -> {
                    peer.accept();
                    peer.await(3);
                    peer.send(hex);
                });
                MqttClient client = client(server).onEvent(events).connect()) {
            CompletableFuture<PublishOutcome> outcome =
                    client.async().publish(Message.of("a", "b").withQos(QoS.of(qos)));
            assertThat(events.next(ClientEvent.Disconnected.class).cause())
                    .isInstanceOf(MqttException.ServerFault.class)
                    .hasMessageContaining(what);
            assertThat(outcome.join()).isInstanceOf(PublishOutcome.Uncertain.class);
        }
    }

    @Test
    void an_unsuback_is_no_answer_to_subscribe() throws IOException {
        try (HostileServer server = new HostileServer(peer -> {
                    peer.accept();
                    peer.await(8);
                    peer.send("b0020001");
                });
                MqttClient client = client(server).connect()) {
            assertThatThrownBy(() -> client.subscribe("a", message -> {})).isInstanceOf(MqttException.class);
            assertThat(client.isConnected()).isFalse();
        }
    }

    @Test
    void a_packet_above_the_limit_ends_the_connection_before_it_is_taken() throws IOException {
        Received<ClientEvent> events = new Received<>();
        try (HostileServer server = new HostileServer(peer -> {
                    peer.accept();
                    peer.send("30ffffff7f0001");
                });
                MqttClient client =
                        client(server).maximumPacketSize(1000).onEvent(events).connect()) {
            ClientEvent.Disconnected end = events.next(ClientEvent.Disconnected.class);
            assertThat(end.cause())
                    .isInstanceOf(MqttException.ServerFault.class)
                    .hasMessageContaining("the limit is 1000");
            assertThat(client.isConnected()).isFalse();
        }
    }

    @Test
    void a_server_that_falls_silent_is_noticed_by_its_missing_ping() throws IOException {
        Received<ClientEvent> events = new Received<>();
        try (HostileServer server = new HostileServer(HostileServer.Peer::accept);
                MqttClient client = client(server)
                        .keepAlive(Duration.ofSeconds(1))
                        .onEvent(events)
                        .connect()) {
            assertThat(events.next(ClientEvent.Disconnected.class).cause())
                    .isInstanceOf(MqttException.ConnectionLost.class)
                    .hasMessageContaining("ping");
            assertThat(client.isConnected()).isFalse();
        }
    }

    @Test
    void a_server_that_never_acknowledges_does_not_hold_a_blocking_call_for_ever() throws IOException {
        try (HostileServer server = new HostileServer(HostileServer.Peer::accept);
                MqttClient client =
                        client(server).callTimeout(Duration.ofMillis(300)).connect()) {
            assertThatThrownBy(() -> client.publish("a", "b"))
                    .isInstanceOf(MqttException.TimedOut.class)
                    .hasMessageContaining("300 ms");
        }
    }

    @Test
    void qos_2_goes_on_where_it_was_when_the_session_is_there() throws IOException {
        AtomicInteger connections = new AtomicInteger();
        try (HostileServer server = new HostileServer(peer -> {
                    peer.await(1);
                    if (connections.getAndIncrement() == 0) {
                        peer.send("20020000");
                        peer.await(3);
                        peer.send("50020001");
                        peer.await(6);
                        peer.reset();
                    } else {
                        peer.send("20020100");
                        // PUBREL, not PUBLISH: the message is there already.
                        if (peer.read() != 0x62) {
                            peer.reset();
                        }
                        peer.send("70020001");
                    }
                });
                MqttClient client = client(server)
                        .clientId("a")
                        .persistentSession(Duration.ofHours(1))
                        .reconnect(Reconnect.USUAL.between(Duration.ZERO, Duration.ZERO))
                        .connect()) {
            Message message = Message.of("a", "b").withQos(QoS.EXACTLY_ONCE);
            assertThat(client.publish(message).isDelivered()).isTrue();
            assertThat(connections).hasValue(2);
        }
    }

    @Test
    void qos_2_is_uncertain_when_the_server_has_forgotten_the_session() throws IOException {
        AtomicInteger connections = new AtomicInteger();
        try (HostileServer server = new HostileServer(peer -> {
                    peer.accept();
                    if (connections.getAndIncrement() == 0) {
                        peer.await(3);
                        peer.reset();
                    }
                });
                MqttClient client = client(server)
                        .reconnect(Reconnect.USUAL.between(Duration.ZERO, Duration.ZERO))
                        .connect()) {
            Message message = Message.of("a", "b").withQos(QoS.EXACTLY_ONCE);
            assertThat(client.async().publish(message).join()).isInstanceOf(PublishOutcome.Uncertain.class);
        }
    }

    @Test
    void acknowledgements_leave_in_the_order_of_arrival() throws IOException {
        Received<Delivery> received = new Received<>();
        Received<Integer> identifiers = new Received<>();
        try (HostileServer server = new HostileServer(peer -> {
                    peer.accept();
                    peer.await(8);
                    peer.send("9003000101");
                    for (int id = 1; id <= 3; id++) {
                        peer.send("3206000161000" + id + "78");
                    }
                    byte[] acks = peer.socket().getInputStream().readNBytes(12);
                    for (int at = 0; at < 12; at += 4) {
                        identifiers.accept((acks[at] & 0xff) << 8 | acks[at + 3]);
                    }
                });
                MqttClient client = client(server).connect()) {
            client.subscribe(new Subscription("a", QoS.AT_LEAST_ONCE), Acknowledge.MANUALLY, received);
            List<Delivery> deliveries = received.next(3);
            deliveries.get(2).acknowledge();
            deliveries.get(0).acknowledge();
            deliveries.get(1).acknowledge();
            deliveries.get(1).acknowledge();
            assertThat(identifiers.next(3)).containsExactly(0x4001, 0x4002, 0x4003);
        }
    }
}
