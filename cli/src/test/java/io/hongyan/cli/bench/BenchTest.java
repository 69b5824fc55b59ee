package io.hongyan.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.hongyan.cli.HongyanRun;
import io.hongyan.cli.terminal.Exit;
import io.hongyan.cli.terminal.RecordedTerminal;
import io.hongyan.codec.QoS;
import io.hongyan.codec.ReasonCode;
import io.hongyan.codec.packet.ConnAck;
import io.hongyan.codec.packet.Connect;
import io.hongyan.codec.packet.Disconnect;
import io.hongyan.codec.packet.PubAck;
import io.hongyan.codec.packet.Publish;
import io.hongyan.codec.packet.SubAck;
import io.hongyan.codec.packet.Subscribe;
import io.hongyan.codec.packet.Subscription;
import io.hongyan.codec.property.Properties;
import io.hongyan.codec.property.Property;
import io.hongyan.codec.topic.Topic;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What a load counts, says and ends with, on a server that answers as each test wants it.
final class BenchTest {
    private final RecordedTerminal terminal = new RecordedTerminal();

    private int run(PacketServer server, String line) {
        return HongyanRun.execute(terminal.terminal(), (line + server.options()).split(" +"));
    }

    private JsonNode result() {
        return JsonMapper.shared().readTree(terminal.out());
    }

    private String reasons() {
        return String.valueOf(result().get("reasons"));
    }

    /// Lets everybody in and acknowledges what comes with QoS 1.
    private static PacketServer.Answer willing() {
        return (packet, client) -> {
            switch (packet) {
                case Connect p -> client.accept(Properties.NONE);
                case Publish p when p.qos() == QoS.AT_LEAST_ONCE -> client.send(new PubAck(p.packetId()));
                default -> {}
            }
        };
    }

    @Test
    void refused_clients_are_counted_with_the_servers_reason() throws Exception {
        PacketServer.Answer answer = (packet, client) -> {
            if (client.number() == 0) {
                willing().to(packet, client);
            } else if (packet instanceof Connect) {
                client.send(new ConnAck(false, ReasonCode.NOT_AUTHORIZED, Properties.NONE));
            }
        };
        try (PacketServer server = new PacketServer(answer)) {
            assertThat(run(server, "bench conn -c 3 -i 1 --duration 0.1 --json"))
                    .isEqualTo(Exit.LOST);
        }

        assertThat(result().get("connected").asInt()).isEqualTo(1);
        assertThat(result().get("failed").asInt()).isEqualTo(2);
        assertThat(result().get("lost").asInt()).isZero();
        assertThat(reasons()).contains("refused the connection: not authorized").endsWith("\":2}");
    }

    @Test
    void a_run_without_a_connection_tells_why() throws Exception {
        Properties text =
                Properties.builder().set(Property.REASON_STRING, "closed today").build();
        PacketServer.Answer answer = (packet, client) -> client.send(new ConnAck(false, ReasonCode.SERVER_BUSY, text));
        try (PacketServer server = new PacketServer(answer)) {
            assertThat(run(server, "bench conn -V 5 -c 2 -i 1 --duration 60")).isEqualTo(Exit.UNREACHABLE);
        }

        assertThat(terminal.err())
                .contains("no client could connect to mqtt://127.0.0.1:", "server busy", "closed today");
    }

    @Test
    void a_server_that_does_not_answer_is_waited_for_no_longer_than_the_timeout() throws Exception {
        try (PacketServer server = new PacketServer((packet, client) -> {})) {
            assertThat(run(server, "bench conn -c 2 -i 1 --connect-timeout 1 --duration 60"))
                    .isEqualTo(Exit.UNREACHABLE);
        }

        assertThat(terminal.err()).contains("within 1000 ms");
    }

    @Test
    void a_lost_client_is_counted_and_not_connected_again() throws Exception {
        PacketServer.Answer answer = (packet, client) -> {
            client.accept(Properties.NONE);
            client.close();
        };
        try (PacketServer server = new PacketServer(answer)) {
            assertThat(run(server, "bench conn -c 2 -i 1 --duration 600 --json"))
                    .isEqualTo(Exit.LOST);

            assertThat(server.connections()).isEqualTo(2);
        }
        assertThat(result().get("connected").asInt()).isEqualTo(2);
        assertThat(result().get("lost").asInt()).isEqualTo(2);
        assertThat(reasons()).contains("mqtt://127.0.0.1:").endsWith("\":2}");
    }

    @Test
    void the_words_of_a_server_that_ends_a_connection_are_told() throws Exception {
        Properties text =
                Properties.builder().set(Property.REASON_STRING, "moving").build();
        PacketServer.Answer answer = (packet, client) -> {
            client.accept(Properties.NONE);
            client.send(new Disconnect(ReasonCode.SERVER_SHUTTING_DOWN, text));
        };
        try (PacketServer server = new PacketServer(answer)) {
            assertThat(run(server, "bench conn -V 5 -c 1 --duration 600 --json"))
                    .isEqualTo(Exit.LOST);
        }

        assertThat(reasons()).contains("ended the connection: server shutting down (moving)");
    }

    @Test
    void a_client_says_in_connect_what_the_options_say_and_disconnect_at_the_end() throws Exception {
        try (PacketServer server = new PacketServer(willing())) {
            assertThat(run(
                            server,
                            "bench conn -V 5 -c 2 -i 1 -n 7 --prefix x --group g -k 9 -u me -P no --duration 0.1"))
                    .isZero();
            Awaitility.await().until(server::everyClientIsGone);

            assertThat(server.received(Connect.class)).allSatisfy(connect -> {
                assertThat(connect.cleanStart()).isTrue();
                assertThat(connect.keepAlive()).isEqualTo(9);
                assertThat(connect.username()).isEqualTo("me");
                assertThat(connect.password()).asString().isEqualTo("no");
                assertThat(connect.properties().has(Property.SESSION_EXPIRY_INTERVAL))
                        .isFalse();
                assertThat(connect.properties().number(Property.RECEIVE_MAXIMUM, 0xffff))
                        .isEqualTo(0xffff);
            });
            assertThat(server.received(Connect.class))
                    .extracting(Connect::clientId)
                    .containsExactly("g@@@x7", "g@@@x8");
            assertThat(server.received(Disconnect.class)).hasSize(2);
        }
    }

    @Test
    void a_session_is_kept_as_long_as_the_options_say() throws Exception {
        try (PacketServer server = new PacketServer(willing())) {
            assertThat(run(server, "bench conn -V 5 -c 1 -C false -x 10 --duration 0.1"))
                    .isZero();
            assertThat(run(server, "bench conn -V 5 -c 1 -C false --duration 0.1"))
                    .isZero();
            assertThat(run(server, "bench conn -V 5 -c 1 -x 4294967295 --duration 0.1"))
                    .isZero();
            assertThat(run(server, "bench conn -V 311 -c 1 -C false --duration 0.1"))
                    .isZero();

            assertThat(server.received(Connect.class))
                    .extracting(Connect::cleanStart)
                    .containsExactly(false, false, true, false);
            assertThat(server.received(Connect.class))
                    .extracting(connect -> connect.properties().number(Property.SESSION_EXPIRY_INTERVAL, 0))
                    .containsExactly(10L, 0L, 0xffff_ffffL, 0L);
            assertThat(server.received(Disconnect.class))
                    .allSatisfy(
                            packet -> assertThat(packet.properties().isEmpty()).isTrue());
        }
    }

    @Test
    void no_more_messages_are_under_way_than_the_window_allows() throws Exception {
        PacketServer.Answer answer = (packet, client) -> {
            if (packet instanceof Connect) {
                client.accept(Properties.NONE);
            }
        };
        try (PacketServer server = new PacketServer(answer)) {
            assertThat(run(server, "bench pub -t a -c 2 -i 1 -q 1 -F 3 -L 20 --rate 1000 --duration 1 --json"))
                    .isZero();
            Awaitility.await().until(server::everyClientIsGone);

            assertThat(server.received(Publish.class)).hasSize(6);
        }
        assertThat(result().get("sent").asInt()).isEqualTo(20);
        assertThat(result().get("done").asInt()).isZero();
        assertThat(result().get("refused").asInt()).isZero();
    }

    @Test
    void a_stalled_server_is_seen_in_the_latency_of_every_message_that_it_kept_waiting() throws Exception {
        AtomicBoolean released = new AtomicBoolean();
        PacketServer.Answer answer = (packet, client) -> {
            if (packet instanceof Publish && !released.get()) {
                // The line comes a second after the first message was planned.
                Awaitility.await().until(() -> terminal.err().contains("waiting 5"));
                released.set(true);
            }
            willing().to(packet, client);
        };
        try (PacketServer server = new PacketServer(answer)) {
            assertThat(run(server, "bench pub -t a -c 1 -q 1 -F 1 -L 5 --rate 1000 --json"))
                    .isZero();
        }

        assertThat(result().get("done").asInt()).isEqualTo(5);
        assertThat(result().get("latencyMicros").get("p50").asLong()).isGreaterThan(900_000);
        assertThat(result().get("latencyMicros").get("mean").asDouble()).isGreaterThan(900_000);
    }

    @Test
    void what_a_client_without_connection_should_have_sent_is_skipped() throws Exception {
        PacketServer.Answer answer = (packet, client) -> {
            if (packet instanceof Publish && client.number() == 0) {
                client.close();
            } else {
                willing().to(packet, client);
            }
        };
        try (PacketServer server = new PacketServer(answer)) {
            assertThat(run(server, "bench pub -t a/%i -c 2 -i 1 -q 1 -L 200 --rate 200 --duration 2 --json"))
                    .isEqualTo(Exit.LOST);

            assertThat(server.connections()).isEqualTo(2);
        }
        int sent = result().get("sent").asInt();
        assertThat(result().get("lost").asInt()).isEqualTo(1);
        assertThat(result().get("done").asInt()).isEqualTo(100);
        assertThat(sent).isBetween(101, 199);
        assertThat(result().get("skipped").asInt()).isEqualTo(200 - sent);
    }

    @Test
    void refused_messages_are_counted_with_the_servers_reason() throws Exception {
        PacketServer.Answer answer = (packet, client) -> {
            if (packet instanceof Publish p) {
                ReasonCode reason = p.topic().toString().equals("a/0") ? ReasonCode.QUOTA_EXCEEDED : ReasonCode.SUCCESS;
                client.send(new PubAck(p.packetId(), reason, Properties.NONE));
            } else {
                willing().to(packet, client);
            }
        };
        try (PacketServer server = new PacketServer(answer)) {
            assertThat(run(server, "bench pub -V 5 -t a/%i -c 2 -i 1 -q 1 -L 10 --rate 1000 --json"))
                    .isZero();
        }

        assertThat(result().get("done").asInt()).isEqualTo(5);
        assertThat(result().get("refused").asInt()).isEqualTo(5);
        assertThat(reasons()).isEqualTo("{\"message refused: quota exceeded\":5}");
    }

    @Test
    void what_the_server_does_not_take_is_not_sent() throws Exception {
        Properties limits = Properties.builder().set(Property.MAXIMUM_QOS, 0).build();
        PacketServer.Answer answer = (packet, client) -> {
            if (packet instanceof Connect) {
                client.accept(limits);
            }
        };
        try (PacketServer server = new PacketServer(answer)) {
            assertThat(run(server, "bench pub -V 5 -t a -c 1 -q 1 -L 4 --rate 1000 --json"))
                    .isZero();
            Awaitility.await().until(server::everyClientIsGone);

            assertThat(server.received(Publish.class)).isEmpty();
        }
        assertThat(result().get("refused").asInt()).isEqualTo(4);
        assertThat(reasons()).isEqualTo("{\"message refused: QoS not supported\":4}");
    }

    @Test
    void all_filters_of_a_client_are_asked_for_in_one_packet_and_refusals_are_counted() throws Exception {
        PacketServer.Answer answer = (packet, client) -> {
            if (packet instanceof Subscribe p) {
                List<ReasonCode> reasons = List.of(ReasonCode.GRANTED_QOS_1, ReasonCode.UNSPECIFIED_ERROR);
                client.send(new SubAck(p.packetId(), reasons, Properties.NONE));
            } else {
                willing().to(packet, client);
            }
        };
        try (PacketServer server = new PacketServer(answer)) {
            assertThat(run(server, "bench sub -t a/%i -t b -c 2 -i 1 -q 1 --duration 0.1 --json"))
                    .isZero();

            assertThat(server.received(Subscribe.class))
                    .extracting(Subscribe::subscriptions)
                    .containsExactlyInAnyOrder(
                            List.of(
                                    new Subscription("a/0", QoS.AT_LEAST_ONCE),
                                    new Subscription("b", QoS.AT_LEAST_ONCE)),
                            List.of(
                                    new Subscription("a/1", QoS.AT_LEAST_ONCE),
                                    new Subscription("b", QoS.AT_LEAST_ONCE)));
        }
        assertThat(result().get("subscriptions").asInt()).isEqualTo(2);
        assertThat(result().get("refused").asInt()).isEqualTo(2);
        assertThat(reasons()).contains("subscription refused: ");
    }

    @Test
    void a_message_counts_once_and_is_acknowledged_however_many_filters_match() throws Exception {
        PacketServer.Answer answer = (packet, client) -> {
            if (packet instanceof Subscribe p) {
                List<ReasonCode> granted = List.of(ReasonCode.GRANTED_QOS_1, ReasonCode.GRANTED_QOS_1);
                client.send(new SubAck(p.packetId(), granted, Properties.NONE));
                client.send(incoming("a/b", 5));
                client.send(incoming("$SYS/x", 6));
            } else {
                willing().to(packet, client);
            }
        };
        try (PacketServer server = new PacketServer(answer)) {
            assertThat(run(server, "bench sub -t # -t $SYS/# -c 1 -q 1 -L 2 --duration 60 --json"))
                    .isZero();
            Awaitility.await().until(server::everyClientIsGone);

            assertThat(server.received(PubAck.class))
                    .extracting(PubAck::packetId)
                    .containsExactly(5, 6);
        }
        assertThat(result().get("received").asInt()).isEqualTo(2);
    }

    private static Publish incoming(String topic, int packetId) {
        return new Publish(Topic.of(topic), packetId, QoS.AT_LEAST_ONCE, false, false, new byte[1], Properties.NONE);
    }

    @Test
    void a_path_that_is_no_part_of_a_url_is_refused() {
        assertThat(HongyanRun.execute(
                        terminal.terminal(), "bench", "conn", "--ws", "--ws-path", "a b", "-h", "127.0.0.1", "-p", "1"))
                .isEqualTo(Exit.USAGE);
        assertThat(terminal.err()).contains("ws://127.0.0.1:1/a b").contains("%20");
    }
}
