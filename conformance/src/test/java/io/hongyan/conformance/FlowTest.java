package io.hongyan.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.hongyan.codec.QoS;
import io.hongyan.codec.ReasonCode;
import io.hongyan.codec.Version;
import io.hongyan.codec.packet.PubAck;
import io.hongyan.codec.packet.PubRec;
import io.hongyan.codec.packet.Subscription;
import io.hongyan.codec.property.Properties;
import io.hongyan.codec.property.Property;
import io.hongyan.codec.raw.Connecting;
import io.hongyan.codec.raw.RawClient;
import io.hongyan.codec.raw.Received;
import io.hongyan.codec.spec.Spec;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// QoS 0, 1 and 2 in both directions, over one connection and over several.
class FlowTest {
    @RegisterExtension
    static final BrokerFixture STAGE = new BrokerFixture();

    @ParameterizedTest
    @EnumSource
    @Spec({
        "3.1.1/MQTT-2.3.1-6",
        "3.1.1/MQTT-3.3.4-1",
        "5.0/MQTT-2.2.1-5",
        "5.0/MQTT-3.3.4-1",
        "5.0/MQTT-4.3.2-4",
        "5.0/MQTT-4.3.3-8",
        "5.0/MQTT-4.3.3-11"
    })
    void acknowledgements_repeat_the_identifier(Version version) {
        String topic = STAGE.name();
        RawClient client = STAGE.client(version);
        client.publish(topic, "0").expectNothing();
        for (int id : new int[] {1, 255, 256, 65535}) {
            client.publish(topic, "1", QoS.AT_LEAST_ONCE, id);
            assertThat(client.expect(Received.PUBACK).packetId()).isEqualTo(id);
            client.publish(topic, "2", QoS.EXACTLY_ONCE, id);
            assertThat(client.expect(Received.PUBREC).packetId()).isEqualTo(id);
            assertThat(client.pubRel(id).expect(Received.PUBCOMP).packetId()).isEqualTo(id);
        }
    }

    @ParameterizedTest
    @EnumSource
    @Spec({
        "3.1.1/MQTT-3.3.5-1",
        "3.1.1/MQTT-3.8.4-6",
        "3.1.1/MQTT-4.3.1-1",
        "3.1.1/MQTT-3.3.2-3",
        "5.0/MQTT-3.8.4-8",
        "5.0/MQTT-4.3.1-1",
        "5.0/MQTT-3.3.2-3",
        "5.0/MQTT-4.3.2-2",
        "5.0/MQTT-4.3.3-2"
    })
    void a_delivery_has_the_lower_of_both_levels(Version version) {
        RawClient publisher = STAGE.client(version);
        int id = 0;
        for (QoS granted : QoS.values()) {
            String topic = STAGE.name();
            RawClient subscriber = STAGE.client(version).subscribe(granted, topic);
            for (QoS sent : QoS.values()) {
                publisher.publish(topic, "x", sent, sent == QoS.AT_MOST_ONCE ? 0 : ++id);
                Received message = subscriber.expectMessage(topic, "x");
                assertThat(message.qos()).isEqualTo(Math.min(granted.level(), sent.level()));
                assertThat(message.dup()).isFalse();
                assertThat(message.retain()).isFalse();
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    @Spec({"3.1.1/MQTT-4.3.2-2", "3.1.1/MQTT-3.3.1-3", "5.0/MQTT-4.3.2-5", "5.0/MQTT-3.3.1-3"})
    void an_acknowledged_qos_1_identifier_means_a_new_message_even_with_dup(Version version) {
        RawClient subscriber = STAGE.client(version).subscribe(QoS.AT_LEAST_ONCE, "d1" + version);
        RawClient publisher = STAGE.client(version);
        byte[] dup = Packets.publish(0x3a, "d1" + version, 7, version, "x");
        publisher.send(dup).expect(Received.PUBACK);
        publisher.send(dup).expect(Received.PUBACK);
        assertThat(subscriber.expectMessage("d1" + version, "x").dup()).isFalse();
        assertThat(subscriber.expectMessage("d1" + version, "x").dup()).isFalse();
    }

    @ParameterizedTest
    @EnumSource
    @Spec({"3.1.1/MQTT-4.3.3-2", "5.0/MQTT-4.3.3-10", "5.0/MQTT-4.3.3-12", "5.0/MQTT-4.3.3-13"})
    void a_repeated_qos_2_publish_is_one_message_until_pubrel(Version version) {
        String topic = STAGE.name();
        String id = STAGE.name();
        RawClient subscriber = STAGE.client(version).subscribe(QoS.AT_LEAST_ONCE, topic);
        RawClient publisher = STAGE.connected(Connecting.as(version, id).lasting());
        byte[] first = Packets.publish(0x34, topic, 7, version, "one");
        byte[] again = Packets.publish(0x3c, topic, 7, version, "one");
        publisher.send(first).expect(Received.PUBREC);
        publisher.send(again).expect(Received.PUBREC);
        publisher.drop(true);
        STAGE.awaitGone(id);
        RawClient back = STAGE.connected(Connecting.as(version, id).lasting());
        back.send(again).expect(Received.PUBREC);
        back.pubRel(7).expect(Received.PUBCOMP);
        subscriber.expectMessage(topic, "one");
        subscriber.expectNothing();
        back.send(again).expect(Received.PUBREC);
        subscriber.expectMessage(topic, "one");
    }

    @ParameterizedTest
    @EnumSource
    @Spec({
        "3.1.1/MQTT-2.3.1-4",
        "3.1.1/MQTT-3.3.1-1",
        "3.1.1/MQTT-4.3.2-1",
        "3.1.1/MQTT-4.4.0-1",
        "5.0/MQTT-2.2.1-4",
        "5.0/MQTT-3.3.1-1",
        "5.0/MQTT-4.3.2-1",
        "5.0/MQTT-4.3.2-3",
        "5.0/MQTT-4.3.3-1",
        "5.0/MQTT-4.3.3-3",
        "5.0/MQTT-4.4.0-1",
        "5.0/MQTT-4.4.0-2"
    })
    void what_is_not_acknowledged_comes_again_after_a_reconnect_and_only_then(Version version) {
        String id = STAGE.name();
        RawClient first = STAGE.connected(Connecting.as(version, id).lasting()).subscribe(QoS.EXACTLY_ONCE, id);
        RawClient publisher = STAGE.client(version);
        Set<Integer> ids = new HashSet<>();
        int[] sent = new int[7];
        for (int i = 1; i <= 6; i++) {
            publisher.publish(id, "m" + i, i % 2 == 0 ? QoS.EXACTLY_ONCE : QoS.AT_LEAST_ONCE, i);
            publisher.next();
            sent[i] = first.expectMessage(id, "m" + i).packetId();
            assertThat(sent[i]).isPositive();
            assertThat(ids.add(sent[i])).isTrue();
        }
        first.pubAck(sent[3]);
        first.expectNothing();
        first.drop(false);
        STAGE.awaitGone(id);
        RawClient back = STAGE.connected(Connecting.as(version, id).lasting());
        for (int i = 1; i <= 6; i++) {
            if (i != 3) {
                Received again = back.expectMessage(id, "m" + i);
                assertThat(again.dup()).isTrue();
                assertThat(again.packetId()).isEqualTo(sent[i]);
            }
        }
        back.expectNothing();
    }

    @ParameterizedTest
    @EnumSource
    @Spec({"3.1.1/MQTT-4.3.3-1", "5.0/MQTT-4.3.3-4", "5.0/MQTT-4.3.3-5", "5.0/MQTT-4.3.3-6"})
    void after_pubrec_only_pubrel_comes_again(Version version) {
        String id = STAGE.name();
        RawClient first = STAGE.connected(Connecting.as(version, id).lasting()).subscribe(QoS.EXACTLY_ONCE, id);
        RawClient publisher = STAGE.client(version);
        publisher.publish(id, "x", QoS.EXACTLY_ONCE, 1).expect(Received.PUBREC);
        int sent = first.expectMessage(id, "x").packetId();
        Received release = first.pubRec(sent).expect(Received.PUBREL);
        assertThat(release.packetId()).isEqualTo(sent);
        assertThat(release.flags()).isEqualTo(2);
        first.drop(false);
        STAGE.awaitGone(id);
        RawClient back = STAGE.connected(Connecting.as(version, id).lasting());
        assertThat(back.expect(Received.PUBREL).packetId()).isEqualTo(sent);
        back.pubComp(sent).expectNothing();
        back.drop(false);
        STAGE.awaitGone(id);
        STAGE.connected(Connecting.as(version, id).lasting()).expectNothing();
    }

    @Test
    @Spec("5.0/MQTT-4.3.3-7")
    void a_message_once_sent_does_not_expire() {
        String id = STAGE.name();
        RawClient first =
                STAGE.connected(Connecting.as(Version.MQTT_5, id).lasting()).subscribe(QoS.EXACTLY_ONCE, id);
        Properties short1 = Packets.with(Property.MESSAGE_EXPIRY_INTERVAL, 1);
        STAGE.client(Version.MQTT_5)
                .publish(id, "x", QoS.EXACTLY_ONCE, 1, false, short1)
                .expect(Received.PUBREC);
        first.expectMessage(id, "x");
        first.drop(false);
        STAGE.awaitGone(id);
        STAGE.advance(java.time.Duration.ofSeconds(3));
        assertThat(STAGE.connected(Connecting.as(Version.MQTT_5, id).lasting())
                        .expectMessage(id, "x")
                        .dup())
                .isTrue();
    }

    @Test
    void a_refused_delivery_is_finished() {
        String id = STAGE.name();
        RawClient client =
                STAGE.connected(Connecting.as(Version.MQTT_5, id).lasting()).subscribe(QoS.EXACTLY_ONCE, id);
        RawClient publisher = STAGE.client(Version.MQTT_5).publishAndWait(id, "1");
        publisher.publish(id, "2", QoS.EXACTLY_ONCE, 2).expect(Received.PUBREC);
        int one = client.expectMessage(id, "1").packetId();
        int two = client.expectMessage(id, "2").packetId();
        client.send(new PubAck(one, ReasonCode.UNSPECIFIED_ERROR, Properties.NONE));
        client.send(new PubRec(two, ReasonCode.UNSPECIFIED_ERROR, Properties.NONE));
        client.expectNothing();
        client.drop(false);
        STAGE.awaitGone(id);
        STAGE.connected(Connecting.as(Version.MQTT_5, id).lasting()).expectNothing();
    }

    @ParameterizedTest
    @EnumSource
    void acknowledgements_of_nothing_do_no_harm(Version version) {
        RawClient client = STAGE.client(version);
        client.pubAck(99).pubComp(98).expectNothing();
        assertThat(client.pubRec(97).expect(Received.PUBREL).reason()).isEqualTo(version.isV5() ? 0x92 : 0);
        assertThat(client.pubRel(96).expect(Received.PUBCOMP).reason()).isEqualTo(version.isV5() ? 0x92 : 0);
    }

    @ParameterizedTest
    @EnumSource
    void an_acknowledgement_given_twice_frees_nothing_twice(Version version) {
        String topic = STAGE.name();
        RawClient client = STAGE.client(version).subscribe(QoS.EXACTLY_ONCE, topic);
        RawClient publisher = STAGE.client(version);
        for (int i = 0; i < 5; i++) {
            publisher.publishAndWait(topic, "1");
            int one = client.expectMessage(topic, "1").packetId();
            client.pubAck(one).pubAck(one).pubAck(one);
            publisher.publish(topic, "2", QoS.EXACTLY_ONCE, 3).expect(Received.PUBREC);
            publisher.pubRel(3).expect(Received.PUBCOMP);
            int two = client.expectMessage(topic, "2").packetId();
            client.pubRec(two).expect(Received.PUBREL);
            client.pubRec(two).expect(Received.PUBREL);
            client.pubComp(two).pubComp(two).expectNothing();
        }
    }

    @ParameterizedTest
    @EnumSource
    @Spec({"3.1.1/MQTT-4.6.0-5", "3.1.1/MQTT-4.6.0-6", "5.0/MQTT-4.6.0-5", "5.0/MQTT-4.6.0-6"})
    void one_publishers_messages_of_one_level_keep_their_order(Version version) {
        String topic = STAGE.name();
        RawClient[] subscribers = {
            STAGE.client(version).subscribe(QoS.EXACTLY_ONCE, topic),
            STAGE.client(version).subscribe(QoS.EXACTLY_ONCE, topic)
        };
        RawClient[] publishers = {STAGE.client(version), STAGE.client(version)};
        for (int i = 1; i <= 100; i++) {
            for (int p = 0; p < publishers.length; p++) {
                publishers[p].publish(topic, p + ":" + i, QoS.AT_LEAST_ONCE, i);
            }
        }
        for (RawClient publisher : publishers) {
            for (int i = 1; i <= 100; i++) {
                assertThat(publisher.expect(Received.PUBACK).packetId()).isEqualTo(i);
            }
        }
        for (RawClient subscriber : subscribers) {
            int[] last = new int[2];
            for (int i = 0; i < 200; i++) {
                Received message = subscriber.expect(Received.PUBLISH);
                subscriber.pubAck(message.packetId());
                String[] parts = message.payload().split(":", 2);
                int publisher = Integer.parseInt(parts[0]);
                assertThat(Integer.parseInt(parts[1])).isEqualTo(++last[publisher]);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void thousands_of_messages_go_round_the_identifiers(Version version) {
        String topic = STAGE.name();
        RawClient client = STAGE.client(version).subscribe(QoS.AT_LEAST_ONCE, topic);
        RawClient publisher = STAGE.client(version);
        publisher.publish(topic, "held", QoS.AT_LEAST_ONCE, 1).expect(Received.PUBACK);
        int held = client.expectMessage(topic, "held").packetId();
        for (int i = 0; i < 700; i++) {
            for (int k = 0; k < 100; k++) {
                publisher.publish(topic, "x", QoS.AT_LEAST_ONCE, 1 + k);
            }
            for (int k = 0; k < 100; k++) {
                publisher.expect(Received.PUBACK);
                int id = client.expect(Received.PUBLISH).packetId();
                assertThat(id).isNotEqualTo(held).isPositive();
                client.pubAck(id);
            }
        }
        client.pubAck(held).expectNothing();
    }

    @Test
    void a_topic_may_have_a_byte_order_mark_and_is_not_normalised() {
        String topic = "\uFEFF" + STAGE.name() + "/e\u0301";
        RawClient exact = STAGE.client(Version.MQTT_5).subscribe(QoS.AT_MOST_ONCE, topic);
        RawClient other = STAGE.client(Version.MQTT_5)
                .subscribe(QoS.AT_MOST_ONCE, topic.substring(1), topic.replace("e\u0301", "\u00e9"));
        STAGE.client(Version.MQTT_5).publishAndWait(topic, "x");
        exact.expectMessage(topic, "x");
        other.expectNothing();
    }

    @Test
    @Spec({"5.0/MQTT-3.8.3-3"})
    void no_local_keeps_own_messages_away() {
        String topic = STAGE.name();
        Subscription wish =
                new Subscription(topic, QoS.AT_LEAST_ONCE, true, false, io.hongyan.codec.packet.RetainHandling.SEND);
        RawClient self = STAGE.client(Version.MQTT_5).subscribe(Properties.NONE, wish);
        RawClient other = STAGE.client(Version.MQTT_5).subscribe(Properties.NONE, wish);
        self.publishAndWait(topic, "mine").expectNothing();
        other.expectMessage(topic, "mine");
    }
}
