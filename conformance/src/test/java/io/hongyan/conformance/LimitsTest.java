package io.hongyan.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.hongyan.codec.QoS;
import io.hongyan.codec.ReasonCode;
import io.hongyan.codec.Version;
import io.hongyan.codec.packet.Subscribe;
import io.hongyan.codec.packet.Subscription;
import io.hongyan.codec.property.Properties;
import io.hongyan.codec.property.Property;
import io.hongyan.codec.raw.Connecting;
import io.hongyan.codec.raw.RawClient;
import io.hongyan.codec.raw.Received;
import io.hongyan.codec.spec.Spec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Limits of 5.0: packet size, receive maximum, aliases and keep alive; and properties are forwarded unchanged.
class LimitsTest {
    @RegisterExtension
    static final BrokerFixture STAGE = new BrokerFixture();

    @Test
    @Spec({
        "5.0/MQTT-3.3.2-4",
        "5.0/MQTT-3.3.2-15",
        "5.0/MQTT-3.3.2-16",
        "5.0/MQTT-3.3.2-17",
        "5.0/MQTT-3.3.2-18",
        "5.0/MQTT-3.3.2-20"
    })
    void properties_of_a_message_go_through_unchanged() {
        String topic = STAGE.name();
        byte[] data = new byte[65535];
        data[1] = 1;
        Properties properties = Properties.builder()
                .set(Property.PAYLOAD_FORMAT_INDICATOR, 1)
                .set(Property.CONTENT_TYPE, "t/\u9d3b")
                .set(Property.RESPONSE_TOPIC, "re/sponse")
                .set(Property.CORRELATION_DATA, data)
                .user("", "")
                .user("k", "v1")
                .user("j", "x")
                .user("k", "v2")
                .build();
        RawClient live = STAGE.client(Version.MQTT_5).subscribe(QoS.EXACTLY_ONCE, topic);
        RawClient publisher = STAGE.client(Version.MQTT_5);
        publisher.publish(topic, "x", QoS.AT_LEAST_ONCE, 1, true, properties).expect(Received.PUBACK);
        RawClient late = STAGE.client(Version.MQTT_5).subscribe(QoS.EXACTLY_ONCE, topic);
        for (RawClient client : new RawClient[] {live, late}) {
            Received message = client.expectMessage(topic, "x");
            assertThat(message.number(Property.PAYLOAD_FORMAT_INDICATOR)).isEqualTo(1);
            assertThat(message.values(Property.CONTENT_TYPE)).containsExactly("t/\u9d3b");
            assertThat(message.values(Property.RESPONSE_TOPIC)).containsExactly("re/sponse");
            assertThat(message.values(Property.CORRELATION_DATA))
                    .containsExactly(java.util.HexFormat.of().formatHex(data));
            assertThat(message.values(Property.USER_PROPERTY)).containsExactly("=", "k=v1", "j=x", "k=v2");
        }
        STAGE.client(Version.MQTT_3_1_1).subscribe(QoS.AT_MOST_ONCE, topic).expectMessage(topic, "x");
    }

    @Test
    void a_message_that_expires_before_its_delivery_begins_is_dropped() {
        String id = STAGE.name();
        STAGE.connected(Connecting.as(Version.MQTT_5, id).lasting())
                .subscribe(QoS.AT_LEAST_ONCE, id)
                .leave();
        RawClient publisher = STAGE.client(Version.MQTT_5);
        for (int seconds : new int[] {1, 100, 0}) {
            Properties expiry = Packets.with(Property.MESSAGE_EXPIRY_INTERVAL, seconds);
            publisher
                    .publish(id, "expires in " + seconds, QoS.AT_LEAST_ONCE, 1, false, expiry)
                    .expect(Received.PUBACK);
        }
        publisher.publishAndWait(id, "never expires");
        STAGE.advance(Duration.ofSeconds(30));
        RawClient back = STAGE.connected(Connecting.as(Version.MQTT_5, id).lasting());
        Received message = back.expectMessage(id, "expires in 100");
        assertThat(message.number(Property.MESSAGE_EXPIRY_INTERVAL)).isBetween(60L, 70L);
        assertThat(back.expectMessage(id, "never expires").has(Property.MESSAGE_EXPIRY_INTERVAL))
                .isFalse();
        back.expectNothing();
    }

    @Test
    @Spec("5.0/MQTT-3.3.2-12")
    void aliases_up_to_the_maximum_are_understood_and_may_be_given_anew() {
        String topic = STAGE.name();
        RawClient watcher = STAGE.client(Version.MQTT_5).subscribe(QoS.AT_MOST_ONCE, topic + "/#");
        RawClient client = STAGE.open().connect(Connecting.as(Version.MQTT_5, STAGE.name()));
        int maximum = (int) client.expectAccepted().number(Property.TOPIC_ALIAS_MAXIMUM);
        for (int alias : new int[] {1, maximum}) {
            alias(client, topic + "/a" + alias, alias);
            watcher.expectMessage(topic + "/a" + alias, "x");
            alias(client, "", alias);
            assertThat(watcher.expectMessage(topic + "/a" + alias, "x").has(Property.TOPIC_ALIAS))
                    .isFalse();
            alias(client, topic + "/b" + alias, alias);
            watcher.expectMessage(topic + "/b" + alias, "x");
            alias(client, "", alias);
            watcher.expectMessage(topic + "/b" + alias, "x");
        }
    }

    @Test
    @Spec({"5.0/MQTT-3.3.2-7"})
    void an_alias_unknown_or_too_large_or_of_another_connection_is_an_error() {
        String id = STAGE.name();
        Connecting connecting = Connecting.as(Version.MQTT_5, id).lasting();
        RawClient first = STAGE.connected(connecting);
        alias(first, id, 1);
        first.leave();
        RawClient back = STAGE.connected(connecting);
        alias(back, "", 1);
        Received answer = back.expect(Received.DISCONNECT);
        assertThat(answer.reason()).isIn(0x82, 0x94);
        back.expectClosed();
        RawClient large = STAGE.connected(connecting);
        alias(large, id, 65535);
        large.expectThrownOut(ReasonCode.TOPIC_ALIAS_INVALID);
        STAGE.connected(connecting).send("30 07 00 01 'a' 03 23 00 00").expectThrownOut(ReasonCode.TOPIC_ALIAS_INVALID);
        STAGE.connected(connecting).send("30 03 00 00 00").expectThrownOut(ReasonCode.PROTOCOL_ERROR);
    }

    @Test
    @Spec({"5.0/MQTT-3.1.2-26", "5.0/MQTT-3.1.2-27", "5.0/MQTT-3.3.2-11"})
    void aliases_to_the_client_stay_within_its_maximum() {
        String topic = STAGE.name();
        RawClient two = STAGE.connected(
                        Connecting.as(Version.MQTT_5, STAGE.name()).with(Property.TOPIC_ALIAS_MAXIMUM, 2))
                .subscribe(QoS.AT_LEAST_ONCE, topic + "/#");
        RawClient none = STAGE.client(Version.MQTT_5).subscribe(QoS.AT_LEAST_ONCE, topic + "/#");
        RawClient publisher = STAGE.client(Version.MQTT_5);
        Map<Long, String> known = new HashMap<>();
        for (int round = 0; round < 4; round++) {
            for (int i = 0; i < 5; i++) {
                publisher.publishAndWait(topic + "/" + i, "x");
                assertThat(none.expectMessage(topic + "/" + i, "x").has(Property.TOPIC_ALIAS))
                        .isFalse();
                Received message = two.expect(Received.PUBLISH);
                String name = message.topic();
                if (message.has(Property.TOPIC_ALIAS)) {
                    long alias = message.number(Property.TOPIC_ALIAS);
                    assertThat(alias).isBetween(1L, 2L);
                    if (name.isEmpty()) {
                        name = known.get(alias);
                    } else {
                        known.put(alias, name);
                    }
                }
                assertThat(name).isEqualTo(topic + "/" + i);
            }
        }
        assertThat(known).isNotEmpty();
    }

    @Test
    @Spec({"5.0/MQTT-3.3.4-9", "5.0/MQTT-3.3.4-10", "5.0/MQTT-4.9.0-1", "5.0/MQTT-4.9.0-2", "5.0/MQTT-4.9.0-3"})
    void the_window_of_the_client_is_never_exceeded_and_delays_nothing_else() {
        String topic = STAGE.name();
        for (int window : new int[] {1, 2, 10}) {
            RawClient client = STAGE.connected(
                            Connecting.as(Version.MQTT_5, STAGE.name()).with(Property.RECEIVE_MAXIMUM, window))
                    .subscribe(QoS.EXACTLY_ONCE, topic);
            RawClient publisher = STAGE.client(Version.MQTT_5);
            Set<Integer> open = new HashSet<>();
            for (int i = 1; i <= 20; i++) {
                publisher.publish(topic, "x", QoS.EXACTLY_ONCE, i).expect(Received.PUBREC);
            }
            for (int i = 0; i < window; i++) {
                open.add(client.expect(Received.PUBLISH).packetId());
            }
            assertThat(open).hasSize(window);
            client.expectNothing();
            publisher.publish(topic, "free", QoS.AT_MOST_ONCE, 0);
            client.expectMessage(topic, "free");
            client.publishAndWait("other" + topic, "y");
            client.subscribe(QoS.AT_MOST_ONCE, "more/" + topic);
            int first = open.iterator().next();
            client.pubRec(first).expect(Received.PUBREL);
            client.expectNothing();
            client.pubComp(first);
            client.expect(Received.PUBLISH);
            client.expectNothing();
            client.close();
        }
    }

    @Test
    @Spec("5.0/MQTT-4.4.0-1")
    void every_pubrel_is_sent_again_after_a_reconnect_whatever_the_window_is_then() {
        String id = STAGE.name();
        Connecting wide = Connecting.as(Version.MQTT_5, id).lasting().with(Property.RECEIVE_MAXIMUM, 3);
        RawClient first = STAGE.connected(wide).subscribe(QoS.EXACTLY_ONCE, id);
        RawClient publisher = STAGE.client(Version.MQTT_5);
        List<Integer> open = new ArrayList<>();
        for (int i = 1; i <= 3; i++) {
            publisher.publish(id, "m" + i, QoS.EXACTLY_ONCE, i).expect(Received.PUBREC);
            int packetId = first.expect(Received.PUBLISH).packetId();
            first.pubRec(packetId).expect(Received.PUBREL);
            open.add(packetId);
        }
        first.drop(true);
        STAGE.awaitGone(id);
        RawClient back =
                STAGE.connected(Connecting.as(Version.MQTT_5, id).lasting().with(Property.RECEIVE_MAXIMUM, 1));
        for (int packetId : open) {
            assertThat(back.expect(Received.PUBREL).packetId()).isEqualTo(packetId);
        }
        open.forEach(back::pubComp);
        publisher.publish(id, "next", QoS.AT_LEAST_ONCE, 9).expect(Received.PUBACK);
        back.expectMessage(id, "next");
    }

    @Test
    void a_full_window_counts_again_after_a_reconnect() {
        String id = STAGE.name();
        Connecting connecting = Connecting.as(Version.MQTT_5, id).lasting().with(Property.RECEIVE_MAXIMUM, 3);
        RawClient first = STAGE.connected(connecting).subscribe(QoS.AT_LEAST_ONCE, id);
        RawClient publisher = STAGE.client(Version.MQTT_5);
        for (int i = 1; i <= 6; i++) {
            publisher.publishAndWait(id, "m" + i);
        }
        for (int i = 1; i <= 3; i++) {
            first.expectMessage(id, "m" + i);
        }
        first.drop(true);
        STAGE.awaitGone(id);
        Connecting smaller = Connecting.as(Version.MQTT_5, id).lasting().with(Property.RECEIVE_MAXIMUM, 2);
        RawClient back = STAGE.connected(smaller);
        for (int i = 1; i <= 6; i += 2) {
            int one = back.expectMessage(id, "m" + i).packetId();
            int two = back.expectMessage(id, "m" + (i + 1)).packetId();
            back.expectNothing();
            back.pubAck(one).pubAck(two);
        }
        back.expectNothing();
    }

    @Test
    void more_publishes_than_the_broker_allows_are_an_error() {
        RawClient client = STAGE.open().connect(Connecting.as(Version.MQTT_5, STAGE.name()));
        int window = (int) client.expectAccepted().number(Property.RECEIVE_MAXIMUM);
        String topic = STAGE.name();
        for (int i = 1; i <= window; i++) {
            client.publish(topic, "x", QoS.EXACTLY_ONCE, i);
        }
        for (int i = 1; i <= window; i++) {
            assertThat(client.expect(Received.PUBREC).packetId()).isEqualTo(i);
        }
        client.expectNothing()
                .publish(topic, "x", QoS.EXACTLY_ONCE, window + 1)
                .expectThrownOut(ReasonCode.RECEIVE_MAXIMUM_EXCEEDED);
    }

    @Test
    @Spec({"5.0/MQTT-3.1.2-24", "5.0/MQTT-3.1.2-25"})
    void what_is_too_large_for_the_client_is_dropped_and_the_rest_goes_on() {
        String topic = STAGE.name();
        String id = STAGE.name();
        RawClient client = STAGE.connected(
                        Connecting.as(Version.MQTT_5, id).lasting().with(Property.MAXIMUM_PACKET_SIZE, 100))
                .subscribe(QoS.AT_LEAST_ONCE, topic);
        RawClient publisher = STAGE.client(Version.MQTT_5);
        int room = 100 - 2 - 2 - topic.length() - 2 - 1;
        for (int size : new int[] {room - 1, room, room + 1, 1000}) {
            publisher.publishAndWait(topic, "x".repeat(size));
        }
        publisher.publishAndWait(topic, "small");
        assertThat(client.expect(Received.PUBLISH).size()).isEqualTo(99);
        assertThat(client.expect(Received.PUBLISH).size()).isEqualTo(100);
        client.expectMessage(topic, "small");
        client.expectNothing();
    }

    @Test
    void a_packet_larger_than_the_broker_takes_is_an_error_and_one_as_large_is_not() {
        String topic = STAGE.name();
        RawClient watcher = STAGE.client(Version.MQTT_3_1_1).subscribe(QoS.AT_MOST_ONCE, topic);
        RawClient client = STAGE.open().connect(Connecting.as(Version.MQTT_5, STAGE.name()));
        int maximum = (int) client.expectAccepted().number(Property.MAXIMUM_PACKET_SIZE);
        int room = maximum - 1 - 4 - 2 - topic.length() - 1;
        client.publish(topic, "x".repeat(room));
        assertThat(watcher.expect(Received.PUBLISH).payload()).hasSize(room);
        client.publish(topic, "x".repeat(room + 1)).expectThrownOut(ReasonCode.PACKET_TOO_LARGE);
        watcher.expectNothing();
    }

    @ParameterizedTest
    @EnumSource
    void a_payload_of_exactly_one_mebibyte_goes_through_without_any_configuration(Version version) {
        String topic = STAGE.name();
        RawClient watcher = STAGE.client(version).subscribe(QoS.AT_LEAST_ONCE, topic);
        String payload = "x".repeat(1 << 20);
        STAGE.client(version).publishAndWait(topic, payload);
        watcher.expectMessage(topic, payload);
    }

    @Test
    void request_problem_information_0_keeps_reasons_in_words_away() {
        for (long wish : new long[] {0, 1}) {
            RawClient client = STAGE.connected(
                    Connecting.as(Version.MQTT_5, STAGE.name()).with(Property.REQUEST_PROBLEM_INFORMATION, wish));
            client.send(new Subscribe(1, List.of(new Subscription("a#", QoS.AT_MOST_ONCE)), Properties.NONE));
            assertThat(client.expect(Received.SUBACK).has(Property.REASON_STRING))
                    .isEqualTo(wish == 1);
            client.publish("$SYS/x", "x", QoS.AT_LEAST_ONCE, 1);
            Received refused = client.expect(Received.PUBACK);
            assertThat(refused.reason()).isEqualTo(0x87);
            assertThat(refused.has(Property.REASON_STRING)).isEqualTo(wish == 1);
        }
    }

    @Test
    @Spec({"5.0/MQTT-3.1.2-28", "5.0/MQTT-4.12.0-6", "5.0/MQTT-3.2.0-2"})
    void connack_says_nothing_that_was_not_asked_for() {
        for (long wish : new long[] {0, 1}) {
            RawClient client = STAGE.open()
                    .connect(Connecting.as(Version.MQTT_5, STAGE.name())
                            .with(Property.REQUEST_RESPONSE_INFORMATION, wish));
            Received answer = client.expectAccepted();
            assertThat(answer.has(Property.RESPONSE_INFORMATION)).isFalse();
            assertThat(answer.has(Property.AUTHENTICATION_METHOD)).isFalse();
            client.expectNothing();
        }
    }

    @Test
    @Spec({"5.0/MQTT-4.3.3-9"})
    void a_refused_qos_2_identifier_is_free_at_once() {
        String topic = STAGE.name();
        RawClient watcher = STAGE.watcher(topic);
        RawClient client = STAGE.client(Version.MQTT_5);
        assertThat(client.publish("$SYS/x", "x", QoS.EXACTLY_ONCE, 5)
                        .expect(Received.PUBREC)
                        .reason())
                .isEqualTo(0x87);
        client.publish(topic, "y", QoS.EXACTLY_ONCE, 5).expect(Received.PUBREC);
        watcher.expectMessage(topic, "y");
    }

    private static void alias(RawClient client, String topic, int alias) {
        client.publish(topic, "x", QoS.AT_MOST_ONCE, 0, false, Packets.with(Property.TOPIC_ALIAS, alias));
    }
}
