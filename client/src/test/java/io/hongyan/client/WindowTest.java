package io.hongyan.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.hongyan.client.config.Reconnect;
import io.hongyan.client.message.Message;
import io.hongyan.client.message.PublishOutcome;
import io.hongyan.codec.QoS;
import io.hongyan.codec.ReasonCode;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// How far a client goes ahead of the acknowledgements, when the server's maximum is another one by then.
class WindowTest {
    private static final int MESSAGES = 5;

    /// CONNACK of 5.0.
    private static String accepted(boolean session, int receiveMaximum) {
        return String.format("2006%02x000321%04x", session ? 1 : 0, receiveMaximum);
    }

    @Test
    void what_another_server_does_not_take_is_not_sent_to_it_again() throws IOException {
        AtomicInteger connections = new AtomicInteger();
        Received<Integer> seen = new Received<>();
        try (HostileServer server = new HostileServer(peer -> {
                    peer.await(1);
                    if (connections.getAndIncrement() == 0) {
                        peer.send(accepted(false, 10));
                        peer.await(3);
                        peer.await(3);
                        peer.reset();
                        return;
                    }
                    // Packets of 32 bytes at most.
                    peer.send("200800000527" + "00000020");
                    seen.accept(peer.read() >> 4);
                    peer.send("40020003");
                });
                MqttClient client = MqttClient.builder()
                        .server(server.address())
                        .reconnect(Reconnect.USUAL.between(Duration.ZERO, Duration.ZERO))
                        .connect()) {
            CompletableFuture<PublishOutcome> large = client.async().publish(Message.of("large", "x".repeat(100)));
            CompletableFuture<PublishOutcome> small = client.async().publish(Message.of("small", "x"));
            assertThat(large)
                    .succeedsWithin(Received.PATIENCE)
                    .isInstanceOfSatisfying(
                            PublishOutcome.Uncertain.class,
                            uncertain -> assertThat(uncertain.why()).contains(ReasonCode.PACKET_TOO_LARGE.text()));
            assertThat(seen.next()).isEqualTo(3);
            assertThat(small).succeedsWithin(Received.PATIENCE).isEqualTo(PublishOutcome.Acknowledged.PLAIN);
            assertThat(connections).hasValue(2);
        }
    }

    /// A number comes on top of the topic, the first time.
    @Test
    void a_message_just_small_enough_for_the_server_stays_so() throws IOException {
        Received<Integer> lengths = new Received<>();
        try (HostileServer server = new HostileServer(peer -> {
                    peer.await(1);
                    // Packets of 40 bytes at most, 5 aliases.
                    peer.send("200b00000827" + "00000028" + "220005");
                    byte[] start = peer.socket().getInputStream().readNBytes(2);
                    lengths.accept(2 + start[1]);
                    peer.socket().getInputStream().readNBytes(start[1]);
                    peer.send("40020001");
                });
                MqttClient client = MqttClient.connect(server.address())) {
            // 2 of the header, 2 + 20 of the topic, 2 of the identifier, 1 of no properties.
            assertThat(client.publish("t".repeat(20), "x".repeat(13)).isDelivered())
                    .isTrue();
            assertThat(lengths.next()).isEqualTo(40);
        }
    }

    @ParameterizedTest
    @CsvSource({"true, AT_LEAST_ONCE", "false, AT_LEAST_ONCE", "true, EXACTLY_ONCE"})
    void a_server_that_takes_less_than_the_one_before_is_not_overrun(boolean session, QoS qos) throws IOException {
        AtomicInteger connections = new AtomicInteger();
        Received<Integer> types = new Received<>();
        try (HostileServer server = new HostileServer(peer -> {
                    peer.await(1);
                    if (connections.getAndIncrement() == 0) {
                        peer.send(accepted(false, 10));
                        for (int i = 0; i < MESSAGES; i++) {
                            peer.await(3);
                        }
                        peer.reset();
                        return;
                    }
                    peer.send(accepted(session, 2));
                    peer.await(3);
                    peer.await(3);
                    // PUBCOMP answers this one; a third message would have come before.
                    peer.send("62027000");
                    types.accept(peer.read() >> 4);
                    int first = session ? 1 : MESSAGES + 1;
                    for (int i = 0; i < MESSAGES; i++) {
                        if (qos == QoS.EXACTLY_ONCE) {
                            peer.send(String.format("5002%04x", first + i));
                            peer.await(6);
                        }
                        peer.send(String.format("%s02%04x", qos == QoS.AT_LEAST_ONCE ? "40" : "70", first + i));
                        if (i < MESSAGES - 2) {
                            types.accept(peer.read() >> 4);
                        }
                    }
                });
                MqttClient client = MqttClient.builder()
                        .server(server.address())
                        .clientId("window")
                        .reconnect(Reconnect.USUAL.between(Duration.ZERO, Duration.ZERO))
                        .connect()) {
            List<CompletableFuture<PublishOutcome>> futures = IntStream.range(0, MESSAGES)
                    .mapToObj(i -> client.async()
                            .publish(Message.of("a", Integer.toString(i)).withQos(qos)))
                    .toList();
            assertThat(types.next(MESSAGES - 1)).containsExactly(7, 3, 3, 3);
            for (CompletableFuture<PublishOutcome> future : futures) {
                assertThat(future).succeedsWithin(Received.PATIENCE);
                assertThat(future.join().isDelivered()).isTrue();
            }
        }
    }
}
