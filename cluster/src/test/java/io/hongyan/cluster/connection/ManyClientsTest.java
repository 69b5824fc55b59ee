package io.hongyan.cluster.connection;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.hongyan.broker.event.BrokerEvent;
import io.hongyan.codec.QoS;
import io.hongyan.codec.Version;
import io.hongyan.codec.packet.PingReq;
import io.hongyan.codec.packet.Publish;
import io.hongyan.codec.packet.Subscribe;
import io.hongyan.codec.packet.Subscription;
import io.hongyan.codec.property.Properties;
import io.hongyan.codec.raw.Connecting;
import io.hongyan.codec.raw.RawClient;
import io.hongyan.codec.raw.Received;
import io.hongyan.codec.topic.Topic;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Many at once.
class ManyClientsTest {
    /// Of both links of a pair.
    private static final int CUTS = Math.max(2, Integer.getInteger("hongyan.rounds", 0) / 6);

    private static final int CLIENTS = 2000;

    /// CONNECT and what comes behind it, without a look at the answers.
    private static byte[] pipelined(String id, Version version) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(RawClient.bytes(Connecting.as(version, id).packet(), version));
        out.writeBytes(RawClient.bytes(
                new Subscribe(1, List.of(new Subscription("own/" + id, QoS.AT_LEAST_ONCE)), Properties.NONE), version));
        Topic topic = Topic.of("own/" + id);
        out.writeBytes(RawClient.bytes(
                new Publish(topic, 0, QoS.AT_MOST_ONCE, false, false, id.getBytes(UTF_8), Properties.NONE), version));
        out.writeBytes(RawClient.bytes(
                new Publish(topic, 7, QoS.AT_LEAST_ONCE, false, false, id.getBytes(UTF_8), Properties.NONE), version));
        out.writeBytes(RawClient.bytes(PingReq.PINGREQ, version));
        return out.toByteArray();
    }

    @ParameterizedTest
    @EnumSource(names = {"MQTT_3_1_1", "MQTT_5"})
    void all_get_their_answers_to_what_they_sent_behind_connect(Version version) {
        try (TwoNodes nodes = new TwoNodes(TwoNodes.parts(TwoNodes.BY_PARITY))) {
            List<RawClient> clients = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                RawClient client = nodes.open(i % 2 == 0 ? nodes.portA : nodes.portB);
                client.speak(version);
                client.send(pipelined("c" + i, version));
                clients.add(client);
            }
            for (int i = 0; i < CLIENTS; i++) {
                expectAnswers(clients.get(i), "c" + i);
            }
            assertThat(nodes.a.forwardedNow()).isEqualTo(nodes.b.remoteNow()).isGreaterThan(CLIENTS / 8);
            assertThat(nodes.b.forwardedNow()).isEqualTo(nodes.a.remoteNow()).isGreaterThan(CLIENTS / 8);
            clients.forEach(RawClient::close);
            nodes.expectNothingLeft();
            assertThat(nodes.a.linkEvents.ends).isEmpty();
            assertThat(nodes.b.events(BrokerEvent.UnexpectedError.class)).isEmpty();
        }
    }

    private static void expectAnswers(RawClient client, String id) {
        client.expectAccepted();
        client.expect(Received.SUBACK);
        int messages = 0;
        int others = 0;
        while (messages < 2 || others < 2) { // PUBACK and PINGRESP
            Received packet = client.next();
            if (packet.type() == Received.PUBLISH) {
                assertThat(packet.payload()).isEqualTo(id);
                messages++;
            } else {
                others++;
            }
        }
    }

    @Test
    void the_link_may_break_at_any_moment_of_their_start() {
        try (TwoNodes nodes = TwoNodes.start()) {
            CompletableFuture<Void> cutting = CompletableFuture.runAsync(() -> {
                for (int i = 0; i < CUTS; i++) {
                    nodes.a.cutLinks("the test cuts it");
                    nodes.join();
                    nodes.b.cutLinks("the test cuts it");
                    nodes.join();
                }
            });
            List<RawClient> clients = new ArrayList<>();
            int number = 0;
            while (!cutting.isDone() || number < CLIENTS) {
                RawClient client = nodes.open(nodes.portA);
                client.send(pipelined("c" + number++, Version.MQTT_3_1_1));
                clients.add(client);
                if (clients.size() == CLIENTS) {
                    clients.forEach(RawClient::close);
                    clients.clear();
                }
            }
            cutting.join();
            clients.forEach(RawClient::close);
            nodes.expectNothingLeft();
            RawClient last = nodes.open(nodes.portA);
            last.send(pipelined("last", Version.MQTT_3_1_1));
            expectAnswers(last, "last");
            assertThat(nodes.a.linkEvents.failures).isEmpty();
            assertThat(nodes.b.linkEvents.failures).isEmpty();
            assertThat(nodes.b.events(BrokerEvent.UnexpectedError.class)).isEmpty();
        }
    }

    @Test
    void of_two_with_one_client_id_one_survives() {
        try (TwoNodes nodes = TwoNodes.start()) {
            for (int i = 0; i < 50; i++) {
                String id = nodes.name();
                RawClient near = nodes.open(nodes.portB);
                RawClient far = nodes.open(nodes.portA);
                byte[] connect =
                        RawClient.bytes(Connecting.as(Version.MQTT_5, id).packet(), Version.MQTT_5);
                near.speak(Version.MQTT_5);
                far.speak(Version.MQTT_5);
                CompletableFuture<Void> other = CompletableFuture.runAsync(() -> far.send(connect));
                near.send(connect);
                other.join();
                near.expectAccepted();
                far.expectAccepted();
                boolean nearLives = lives(near);
                assertThat(lives(far)).isNotEqualTo(nearLives);
            }
        }
    }

    private static boolean lives(RawClient client) {
        Received packet = client.send(PingReq.PINGREQ).read();
        return packet != null && packet.type() == Received.PINGRESP;
    }
}
