package io.hongyan.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.hongyan.codec.QoS;
import io.hongyan.codec.ReasonCode;
import io.hongyan.codec.Version;
import io.hongyan.codec.packet.PubAck;
import io.hongyan.codec.packet.RetainHandling;
import io.hongyan.codec.packet.Subscribe;
import io.hongyan.codec.packet.Subscription;
import io.hongyan.codec.packet.Unsubscribe;
import io.hongyan.codec.property.Properties;
import io.hongyan.codec.property.Property;
import io.hongyan.codec.raw.Connecting;
import io.hongyan.codec.raw.RawClient;
import io.hongyan.codec.raw.Received;
import io.hongyan.codec.spec.Spec;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// SUBSCRIBE, UNSUBSCRIBE, and who gets what by them.
class SubscriptionTest {
    @RegisterExtension
    static final BrokerFixture STAGE = new BrokerFixture();

    @ParameterizedTest
    @EnumSource
    @Spec({
        "3.1.1/MQTT-2.3.1-7",
        "3.1.1/MQTT-3.8.4-1",
        "3.1.1/MQTT-3.8.4-2",
        "3.1.1/MQTT-3.8.4-4",
        "3.1.1/MQTT-3.8.4-5",
        "3.1.1/MQTT-3.9.3-1",
        "3.1.1/MQTT-3.10.4-4",
        "5.0/MQTT-2.2.1-6",
        "5.0/MQTT-3.8.4-1",
        "5.0/MQTT-3.8.4-2",
        "5.0/MQTT-3.8.4-5",
        "5.0/MQTT-3.8.4-6",
        "5.0/MQTT-3.8.4-7",
        "5.0/MQTT-3.9.3-1",
        "5.0/MQTT-3.10.4-4"
    })
    void requests_on_the_way_together_are_answered_one_by_one_in_order(Version version) {
        String topic = STAGE.name();
        RawClient client = STAGE.client(version);
        List<Integer> wanted = new ArrayList<>();
        List<Subscription> wishes = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            wishes.add(new Subscription(topic + "/" + i, QoS.of(i % 3)));
            wanted.add(i % 3);
        }
        Subscription one = new Subscription(topic, QoS.AT_LEAST_ONCE);
        client.send(
                new Subscribe(1, wishes, Properties.NONE),
                new Subscribe(65535, List.of(one), Properties.NONE),
                new Unsubscribe(256, List.of(topic), Properties.NONE));
        Received many = client.expect(Received.SUBACK);
        assertThat(many.packetId()).isEqualTo(1);
        assertThat(many.reasons()).isEqualTo(wanted);
        assertThat(client.expect(Received.SUBACK).packetId()).isEqualTo(65535);
        assertThat(client.expect(Received.UNSUBACK).packetId()).isEqualTo(256);
        STAGE.client(version).publishAndWait(topic + "/2", "x");
        assertThat(client.expectMessage(topic + "/2", "x").qos()).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource(names = {"MQTT_3_1_1", "MQTT_5"})
    @Spec({"3.1.1/MQTT-3.9.3-2"})
    void an_invalid_filter_fails_alone_among_others(Version version) {
        String topic = STAGE.name();
        RawClient client = STAGE.client(version);
        List<Subscription> wishes = new ArrayList<>();
        String[] bad = {"a#", "#/a", "a/#/b", "a+", "+a", "a/b+/c", "$share//a", "$share/g", "$share/g/", "$share/+/a"};
        for (String filter : bad) {
            wishes.add(new Subscription(filter, QoS.AT_MOST_ONCE));
        }
        wishes.add(new Subscription(topic, QoS.EXACTLY_ONCE));
        client.send(new Subscribe(5, wishes, Properties.NONE));
        List<Integer> wanted = new ArrayList<>(Collections.nCopies(bad.length, version.isV5() ? 0x8f : 0x80));
        wanted.add(2);
        assertThat(client.expect(Received.SUBACK).reasons()).isEqualTo(wanted);
        STAGE.client(version).publishAndWait(topic, "x");
        client.expectMessage(topic, "x");
    }

    @ParameterizedTest
    @EnumSource
    @Spec({
        "3.1.1/MQTT-3.10.4-1",
        "3.1.1/MQTT-3.10.4-2",
        "3.1.1/MQTT-3.10.4-5",
        "3.1.1/MQTT-3.10.4-6",
        "5.0/MQTT-3.10.4-1",
        "5.0/MQTT-3.10.4-2",
        "5.0/MQTT-3.10.4-5",
        "5.0/MQTT-3.10.4-6",
        "5.0/MQTT-3.11.3-1"
    })
    void only_the_very_filter_is_removed(Version version) {
        String topic = STAGE.name();
        RawClient client =
                STAGE.client(version).subscribe(QoS.AT_LEAST_ONCE, topic + "/+", topic + "/a/b", topic + "/a/c");
        Received answer = client.unsubscribe(topic + "/a/b", topic + "/x", topic + "/a/c");
        assertThat(answer.packetId()).isEqualTo(0x2345);
        assertThat(answer.reasons()).isEqualTo(version.isV5() ? List.of(0, 0x11, 0) : List.of());
        STAGE.client(version)
                .publishAndWait(topic + "/a/b", "1")
                .publishAndWait(topic + "/a/c", "2")
                .publishAndWait(topic + "/x", "3");
        client.expectMessage(topic + "/x", "3");
        client.expectNothing();
    }

    @ParameterizedTest
    @EnumSource
    @Spec({"3.1.1/MQTT-3.10.4-3", "5.0/MQTT-3.10.4-3"})
    void what_was_begun_is_finished_after_unsubscribing(Version version) {
        String topic = STAGE.name();
        RawClient client = STAGE.client(version).subscribe(QoS.EXACTLY_ONCE, topic);
        STAGE.client(version).publish(topic, "x", QoS.EXACTLY_ONCE, 1).expect(Received.PUBREC);
        int id = client.expectMessage(topic, "x").packetId();
        client.unsubscribe(topic);
        assertThat(client.pubRec(id).expect(Received.PUBREL).packetId()).isEqualTo(id);
        client.pubComp(id).expectNothing();
    }

    @ParameterizedTest
    @EnumSource
    @Spec({"3.1.1/MQTT-3.8.4-3", "5.0/MQTT-3.8.4-3", "5.0/MQTT-3.8.4-4"})
    void the_same_filter_again_replaces_and_brings_retained_messages_again(Version version) {
        String topic = STAGE.name();
        RawClient publisher = STAGE.client(version).publishAndWait(topic, "kept", true);
        RawClient client = STAGE.client(version).subscribe(QoS.AT_MOST_ONCE, topic);
        assertThat(client.expectMessage(topic, "kept").qos()).isZero();
        client.subscribe(QoS.AT_LEAST_ONCE, topic);
        assertThat(client.expectMessage(topic, "kept").qos()).isEqualTo(1);
        publisher.publishAndWait(topic, "live");
        assertThat(client.expectMessage(topic, "live").qos()).isEqualTo(1);
        client.expectNothing();
    }

    @Test
    void replacing_a_subscription_under_load_loses_and_repeats_nothing() {
        String topic = STAGE.name();
        RawClient publisher = STAGE.client(Version.MQTT_3_1_1);
        RawClient client = STAGE.client(Version.MQTT_3_1_1).subscribe(QoS.AT_LEAST_ONCE, topic);
        for (int i = 1; i <= 200; i++) {
            publisher.publish(topic, "m" + i, QoS.AT_LEAST_ONCE, i);
            client.send(new Subscribe(i, List.of(new Subscription(topic, QoS.of(1 + i % 2))), Properties.NONE));
        }
        int last = 0;
        while (last < 200) {
            Received packet = client.next();
            if (packet.type() == Received.PUBLISH) {
                assertThat(packet.payload()).isEqualTo("m" + ++last);
                client.pubAck(packet.packetId());
            }
        }
    }

    @Test
    @Spec({"5.0/MQTT-3.3.4-2", "5.0/MQTT-3.3.4-3", "5.0/MQTT-3.3.4-4", "5.0/MQTT-3.3.4-5"})
    void overlapping_subscriptions_give_one_copy_with_the_highest_level_and_all_identifiers() {
        String topic = STAGE.name();
        RawClient client = STAGE.client(Version.MQTT_5);
        client.subscribe(
                Packets.with(Property.SUBSCRIPTION_IDENTIFIER, 1), new Subscription(topic + "/#", QoS.AT_MOST_ONCE));
        client.subscribe(
                Packets.with(Property.SUBSCRIPTION_IDENTIFIER, 268_435_455),
                new Subscription(topic + "/+", QoS.EXACTLY_ONCE));
        client.subscribe(Properties.NONE, new Subscription("+/a", QoS.AT_LEAST_ONCE));
        STAGE.client(Version.MQTT_5)
                .publish(topic + "/a", "x", QoS.EXACTLY_ONCE, 1)
                .expect(Received.PUBREC);
        Received message = client.expectMessage(topic + "/a", "x");
        assertThat(message.qos()).isEqualTo(2);
        assertThat(message.values(Property.SUBSCRIPTION_IDENTIFIER)).containsExactlyInAnyOrder(1L, 268_435_455L);
        client.expectNothing();
    }

    @Test
    void a_subscription_without_identifier_takes_the_place_of_one_with() {
        String topic = STAGE.name();
        RawClient client = STAGE.client(Version.MQTT_5);
        Subscription wish = new Subscription(topic, QoS.AT_MOST_ONCE);
        client.subscribe(Packets.with(Property.SUBSCRIPTION_IDENTIFIER, 7), wish);
        RawClient publisher = STAGE.client(Version.MQTT_5).publishAndWait(topic, "1");
        assertThat(client.expectMessage(topic, "1").number(Property.SUBSCRIPTION_IDENTIFIER))
                .isEqualTo(7);
        client.subscribe(Properties.NONE, wish);
        publisher.publishAndWait(topic, "2");
        assertThat(client.expectMessage(topic, "2").has(Property.SUBSCRIPTION_IDENTIFIER))
                .isFalse();
    }

    @ParameterizedTest
    @EnumSource
    void wildcards_see_nothing_that_begins_with_a_dollar(Version version) {
        RawClient client = STAGE.client(version).subscribe(QoS.AT_MOST_ONCE, "#", "+/x");
        RawClient publisher = STAGE.client(version);
        publisher.publish("$SYS/x", "x");
        publisher.publish("$other/x", "x").expectNothing();
        client.expectNothing();
        publisher.publishAndWait("/x", "y");
        client.expectMessage("/x", "y");
    }

    @Test
    @Spec({"5.0/MQTT-4.8.2-3"})
    void each_message_goes_to_one_member_of_each_group_at_its_own_level() {
        String topic = STAGE.name();
        RawClient zero = STAGE.client(Version.MQTT_5).subscribe(QoS.AT_MOST_ONCE, "$share/g/" + topic);
        RawClient one = STAGE.client(Version.MQTT_5).subscribe(QoS.AT_LEAST_ONCE, "$share/g/" + topic);
        RawClient other = STAGE.client(Version.MQTT_3_1_1).subscribe(QoS.EXACTLY_ONCE, "$share/h/" + topic);
        RawClient plain = STAGE.client(Version.MQTT_5).subscribe(QoS.EXACTLY_ONCE, topic);
        RawClient publisher = STAGE.client(Version.MQTT_5);
        for (int i = 0; i < 10; i++) {
            publisher.publishAndWait(topic, "m" + i);
            other.expectMessage(topic, "m" + i);
            plain.expectMessage(topic, "m" + i);
        }
        int got = 0;
        for (RawClient member : new RawClient[] {zero, one}) {
            member.send("c0 00");
            for (Received packet = member.next(); packet.type() != Received.PINGRESP; packet = member.next()) {
                assertThat(packet.qos()).isEqualTo(member.equals(one) ? 1 : 0);
                got++;
            }
        }
        assertThat(got).isEqualTo(10);
        plain.expectNothing();
    }

    @Test
    @Spec({"5.0/MQTT-4.8.2-4", "5.0/MQTT-4.8.2-5"})
    void a_qos_2_delivery_begun_with_a_member_stays_with_it() {
        String topic = STAGE.name();
        String id = STAGE.name();
        RawClient member = STAGE.connected(Connecting.as(Version.MQTT_5, id).lasting())
                .subscribe(QoS.EXACTLY_ONCE, "$share/g/" + topic);
        STAGE.client(Version.MQTT_5).publish(topic, "x", QoS.EXACTLY_ONCE, 1).expect(Received.PUBREC);
        member.expectMessage(topic, "x");
        RawClient other = STAGE.client(Version.MQTT_5).subscribe(QoS.EXACTLY_ONCE, "$share/g/" + topic);
        member.drop(false);
        STAGE.awaitGone(id);
        other.expectNothing();
        RawClient back = STAGE.connected(Connecting.as(Version.MQTT_5, id).lasting());
        assertThat(back.expectMessage(topic, "x").dup()).isTrue();
        back.send("e0 07 00 05 11 00 00 00 00").expectClosed();
        other.expectNothing();
    }

    @Test
    @Spec({"5.0/MQTT-4.8.2-6"})
    void a_message_refused_by_a_member_is_offered_to_nobody_else() {
        String topic = STAGE.name();
        RawClient member = STAGE.client(Version.MQTT_5).subscribe(QoS.AT_LEAST_ONCE, "$share/g/" + topic);
        STAGE.client(Version.MQTT_5).publishAndWait(topic, "x");
        int id = member.expectMessage(topic, "x").packetId();
        RawClient other = STAGE.client(Version.MQTT_5).subscribe(QoS.AT_LEAST_ONCE, "$share/g/" + topic);
        member.send(new PubAck(id, ReasonCode.UNSPECIFIED_ERROR, Properties.NONE))
                .leave();
        other.expectNothing();
    }

    @Test
    void a_qos_1_message_that_a_member_leaves_unacknowledged_goes_to_another() {
        String topic = STAGE.name();
        RawClient member = STAGE.client(Version.MQTT_5).subscribe(QoS.AT_LEAST_ONCE, "$share/g/" + topic);
        STAGE.client(Version.MQTT_5).publishAndWait(topic, "x");
        member.expectMessage(topic, "x");
        RawClient other = STAGE.client(Version.MQTT_5).subscribe(QoS.AT_LEAST_ONCE, "$share/g/" + topic);
        member.leave();
        other.expectMessage(topic, "x");
    }

    @Test
    void a_member_that_subscribes_twice_leaves_with_one_unsubscribe() {
        String topic = STAGE.name();
        String filter = "$share/g/" + topic;
        RawClient member = STAGE.client(Version.MQTT_5)
                .subscribe(QoS.AT_LEAST_ONCE, filter)
                .subscribe(QoS.AT_MOST_ONCE, filter);
        RawClient publisher = STAGE.client(Version.MQTT_5).publishAndWait(topic, "x");
        assertThat(member.expectMessage(topic, "x").qos()).isZero();
        assertThat(member.unsubscribe(filter).reasons()).containsExactly(0);
        publisher.publishAndWait(topic, "y");
        member.expectNothing();
    }

    @Test
    void no_local_on_a_shared_subscription_is_an_error() {
        STAGE.client(Version.MQTT_5)
                .send(new Subscribe(
                        1,
                        List.of(new Subscription("$share/g/a", QoS.AT_MOST_ONCE, true, false, RetainHandling.SEND)),
                        Properties.NONE))
                .expectThrownOut(ReasonCode.PROTOCOL_ERROR);
    }

    @ParameterizedTest
    @EnumSource
    void ten_thousand_filters_in_one_packet_are_granted_and_one_more_is_too_many(Version version) {
        String topic = STAGE.name();
        List<Subscription> wishes = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            wishes.add(new Subscription(topic + "/" + i, QoS.AT_MOST_ONCE));
        }
        RawClient client = STAGE.client(version).send(new Subscribe(1, wishes, Properties.NONE));
        assertThat(client.expect(Received.SUBACK).reasons()).hasSize(10_000);
        wishes.add(new Subscription(topic, QoS.AT_MOST_ONCE));
        client.send(new Subscribe(2, wishes, Properties.NONE)).expectThrownOut(ReasonCode.QUOTA_EXCEEDED);
    }
}
