package io.hongyan.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.hongyan.codec.QoS;
import io.hongyan.codec.ReasonCode;
import io.hongyan.codec.Version;
import io.hongyan.codec.packet.Subscribe;
import io.hongyan.codec.packet.Subscription;
import io.hongyan.codec.property.Properties;
import io.hongyan.codec.raw.Connecting;
import io.hongyan.codec.raw.RawClient;
import io.hongyan.codec.raw.Received;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// What MQTT 3.1 (protocol level 3) rules otherwise than 3.1.1.
class Mqtt31Test {
    @RegisterExtension
    static final BrokerFixture STAGE = new BrokerFixture();

    /// 3.1 knows no failure in SUBACK: "It must therefore make a positive acknowledgement with a SUBACK" (3.8).
    @Test
    void a_refused_filter_is_acknowledged_with_the_qos_that_was_asked_for() {
        long before = STAGE.facts().count("subscribe refused TOPIC_FILTER_INVALID");
        String topic = STAGE.name();
        RawClient client = STAGE.client(Version.MQTT_3_1);
        Received answer = client.send(new Subscribe(
                        7,
                        List.of(
                                new Subscription("a#", QoS.EXACTLY_ONCE),
                                new Subscription(topic, QoS.AT_LEAST_ONCE),
                                new Subscription("b#", QoS.AT_MOST_ONCE)),
                        Properties.NONE))
                .expect(Received.SUBACK);
        assertThat(answer.packetId()).isEqualTo(7);
        assertThat(answer.reasons()).containsExactly(2, 1, 0);
        STAGE.facts().await("subscribe refused TOPIC_FILTER_INVALID", before + 2);
        STAGE.client(Version.MQTT_5).publishAndWait(topic, "x");
        client.pubAck(client.expectMessage(topic, "x").packetId()).expectNothing();
    }

    @Test
    void an_empty_client_id_is_rejected_with_code_2_whether_clean_or_not() {
        for (Connecting connecting : List.of(
                Connecting.as(Version.MQTT_3_1, ""),
                Connecting.as(Version.MQTT_3_1, "").resuming())) {
            RawClient client = STAGE.open().connect(connecting);
            assertThat(client.expect(Received.CONNACK).body()).containsExactly(0, 2);
            client.expectClosed();
        }
    }

    /// MQTT 3.1 says to reject them; existing servers accept them, and clients rely on that.
    @Test
    void a_client_id_of_more_than_23_characters_is_accepted() {
        RawClient client =
                STAGE.connected(Connecting.as(Version.MQTT_3_1, "a-client-id-of-31-characters-" + STAGE.name()));
        client.publishAndWait(STAGE.name(), "x");
    }

    @Test
    void header_bits_that_it_does_not_use_are_ignored() {
        String topic = STAGE.name();
        RawClient watcher = STAGE.watcher(topic);
        RawClient client = STAGE.open();
        byte[] connect = RawClient.bytes(
                Connecting.as(Version.MQTT_3_1, STAGE.name())
                        .will(topic, "gone", QoS.AT_MOST_ONCE, false)
                        .packet(),
                Version.MQTT_3_1);
        connect[0] = 0x12;
        client.speak(Version.MQTT_3_1);
        client.send(connect).expectAccepted();
        client.send("80 06 00 01 00 01 'a' 01").expect(Received.SUBACK);
        client.send("a0 05 00 02 00 01 'a'").expect(Received.UNSUBACK);
        client.send("cf 00").expect(Received.PINGRESP);
        client.send("60 02 00 07").expect(Received.PUBCOMP);
        client.send("e2 00").expectClosed();
        watcher.expectNothing(); // it was a DISCONNECT, so no will
    }

    @Test
    void a_remaining_length_with_more_bytes_than_it_needs_is_accepted_before_5_0() {
        for (Version version : List.of(Version.MQTT_3_1, Version.MQTT_3_1_1)) {
            String topic = STAGE.name();
            RawClient client = STAGE.open();
            byte[] connect =
                    RawClient.bytes(Connecting.as(version, STAGE.name()).packet(), version);
            byte[] longer = Packets.joined(
                    new byte[] {0x10, (byte) (connect[1] | 0x80), (byte) 0x80, 0},
                    Arrays.copyOfRange(connect, 2, connect.length));
            client.speak(version);
            client.send(longer).expectAccepted();
            client.subscribe(QoS.AT_MOST_ONCE, topic);
            client.send(Packets.joined(
                    Packets.hex("30 %02x 80 00 00 %02x".formatted(topic.length() + 3 | 0x80, topic.length())),
                    Packets.hex("'" + topic + "' 'x'")));
            client.expectMessage(topic, "x");
            client.send("c0 80 80 80 00").send("c0").send("80").send("00");
            client.expect(Received.PINGRESP);
            client.expect(Received.PINGRESP);
            client.send("c0 80 80 80 80 00").expectClosed();
        }
        STAGE.client(Version.MQTT_5).send("c0 80 00").expectThrownOut(ReasonCode.MALFORMED_PACKET);
        STAGE.client(Version.MQTT_5).send("30 85").send("00").expectThrownOut(ReasonCode.MALFORMED_PACKET);
    }
}
