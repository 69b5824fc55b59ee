package io.hongyan.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.hongyan.broker.SystemClock;
import io.hongyan.broker.event.BrokerEvent;
import io.hongyan.codec.QoS;
import io.hongyan.codec.ReasonCode;
import io.hongyan.codec.Version;
import io.hongyan.codec.packet.Disconnect;
import io.hongyan.codec.property.Properties;
import io.hongyan.codec.property.Property;
import io.hongyan.codec.raw.Connecting;
import io.hongyan.codec.raw.RawClient;
import io.hongyan.codec.raw.Received;
import io.hongyan.testkit.TestBroker;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What a client finds again after the broker was stopped and started on the same folder.
class StoredSessionTest extends Restartable {
    @ParameterizedTest
    @EnumSource
    void a_session_and_its_subscriptions_outlive_the_process(Version version) {
        RawClient first = client(lasting(version, "a"));
        first.expectAccepted();
        first.subscribe(QoS.EXACTLY_ONCE, "a/+", "b/#");
        first.unsubscribe("b/#");
        restart();
        RawClient publisher = client(Connecting.as(version, "p"));
        publisher.expectAccepted();
        publisher.publishAndWait("a/1", "kept").publishAndWait("b/1", "not wanted");
        RawClient back = client(lasting(version, "a"));
        Received answer = back.expectAccepted();
        assertThat(version == Version.MQTT_3_1 || answer.sessionPresent()).isTrue();
        back.expectMessage("a/1", "kept");
        back.expectNothing();
    }

    @Test
    void a_client_that_gives_its_session_up_while_leaving_has_ended_it() {
        RawClient lasting = client(lasting(Version.MQTT_5, "a"));
        lasting.expectAccepted();
        lasting.subscribe(QoS.AT_LEAST_ONCE, "t")
                .send(new Disconnect(ReasonCode.SUCCESS, Packets.with(Property.SESSION_EXPIRY_INTERVAL, 0)));
        lasting.expectEnd();
        RawClient clean = client(Connecting.as(Version.MQTT_5, "b"));
        clean.expectAccepted();
        clean.leave();
        Awaitility.await().until(() -> left("b"));
        assertThat(events)
                .filteredOn(BrokerEvent.SessionEnded.class::isInstance)
                .singleElement()
                .isEqualTo(new BrokerEvent.SessionEnded(TestBroker.INSTANCE, "a", "its connection ended"));
        restart();
        RawClient back = client(lasting(Version.MQTT_5, "a"));
        assertThat(back.expectAccepted().sessionPresent()).isFalse();
    }

    private boolean left(String clientId) {
        return events.stream()
                .anyMatch(e -> e instanceof BrokerEvent.Disconnected gone
                        && gone.clientId().equals(clientId));
    }

    @Test
    void messages_wait_on_disk_in_their_order_and_are_delivered_once() {
        int count = 3_000;
        absent("a", QoS.AT_LEAST_ONCE, "t");
        RawClient publisher = publisher();
        IntStream.range(0, count).forEach(i -> publisher.publishAndWait("t", "m" + i));
        restart();
        RawClient back = client(lasting(Version.MQTT_5, "a"));
        back.expectAccepted();
        List<String> got = new ArrayList<>();
        while (got.size() < count) {
            Received message = back.expect(Received.PUBLISH);
            got.add(message.payload());
            back.pubAck(message.packetId());
        }
        assertThat(got)
                .isEqualTo(IntStream.range(0, count).mapToObj(i -> "m" + i).toList());
        back.expectNothing().leave();
        restart();
        RawClient again = client(lasting(Version.MQTT_5, "a"));
        assertThat(again.expectAccepted().sessionPresent()).isTrue();
        again.expectNothing();
    }

    @Test
    void an_unacknowledged_message_comes_again_under_its_identifier() {
        RawClient first = client(lasting(Version.MQTT_5, "a"));
        first.expectAccepted();
        first.subscribe(QoS.EXACTLY_ONCE, "t");
        RawClient publisher = publisher();
        publisher.publishAndWait("t", "one");
        int one = first.expectMessage("t", "one").packetId();
        publisher.publish("t", "two", QoS.EXACTLY_ONCE, 9);
        int two = first.expectMessage("t", "two").packetId();
        first.pubRec(two);
        assertThat(first.expect(Received.PUBREL).packetId()).isEqualTo(two);
        restart();
        RawClient back = client(lasting(Version.MQTT_5, "a"));
        back.expectAccepted();
        Received again = back.expectMessage("t", "one");
        assertThat(again.packetId()).isEqualTo(one);
        assertThat(again.dup()).isTrue();
        assertThat(back.expect(Received.PUBREL).packetId()).isEqualTo(two);
        back.expectNothing();
    }

    @Test
    void a_qos_2_message_that_the_publisher_repeats_is_not_delivered_twice() {
        absent("a", QoS.EXACTLY_ONCE, "t");
        RawClient publisher = client(lasting(Version.MQTT_5, "p"));
        publisher.expectAccepted();
        publisher.publish("t", "once", QoS.EXACTLY_ONCE, 7);
        publisher.expect(Received.PUBREC);
        restart();
        publisher = client(lasting(Version.MQTT_5, "p"));
        publisher.expectAccepted();
        publisher.publish("t", "once", QoS.EXACTLY_ONCE, 7);
        publisher.expect(Received.PUBREC);
        publisher.pubRel(7).expect(Received.PUBCOMP);
        RawClient back = client(lasting(Version.MQTT_5, "a"));
        back.expectAccepted();
        int id = back.expectMessage("t", "once").packetId();
        back.pubRec(id).expect(Received.PUBREL);
        back.pubComp(id).expectNothing();
    }

    @Test
    void a_message_that_was_published_with_qos_2_and_acknowledged_with_qos_1_does_not_come_again() {
        RawClient receiver = client(lasting(Version.MQTT_5, "a"));
        receiver.expectAccepted();
        receiver.subscribe(QoS.AT_LEAST_ONCE, "t");
        RawClient publisher = publisher();
        for (int id = 1; id <= 200; id++) {
            publisher.publish("t", "m" + id, QoS.EXACTLY_ONCE, id);
            receiver.pubAck(receiver.expectMessage("t", "m" + id).packetId());
            publisher.expect(Received.PUBREC);
            publisher.pubRel(id).expect(Received.PUBCOMP);
        }
        receiver.leave();
        restart();
        RawClient back = client(lasting(Version.MQTT_5, "a"));
        assertThat(back.expectAccepted().sessionPresent()).isTrue();
        back.expectNothing();
    }

    @Test
    void a_client_that_comes_and_goes_while_its_queue_is_read_gets_everything_in_order() {
        int count = 2_000;
        absent("a", QoS.AT_LEAST_ONCE, "t");
        RawClient publisher = publisher();
        IntStream.range(0, count).forEach(i -> publisher.publishAndWait("t", "m" + i));
        int next = 0;
        while (next < count) {
            RawClient back = client(lasting(Version.MQTT_5, "a"));
            back.expectAccepted();
            for (int i = 0; i < 150 && next < count; i++) {
                Received message = back.expectMessage("t", "m" + next++);
                back.pubAck(message.packetId());
            }
            back.leave();
        }
        RawClient last = client(lasting(Version.MQTT_5, "a"));
        last.expectAccepted();
        last.expectNothing();
    }

    @Test
    void one_message_for_many_sessions_is_kept_until_the_last_has_it() {
        int receivers = 20;
        for (int i = 0; i < receivers; i++) {
            RawClient receiver = client(lasting(Version.MQTT_5, "a" + i));
            receiver.expectAccepted();
            receiver.subscribe(QoS.AT_LEAST_ONCE, "t").leave();
        }
        RawClient publisher = publisher();
        publisher.publishAndWait("t", "for all");
        for (int i = 0; i < receivers; i++) {
            if (i == receivers / 2) {
                restart();
            }
            RawClient back = client(lasting(Version.MQTT_5, "a" + i));
            back.expectAccepted();
            Received message = back.expectMessage("t", "for all");
            back.pubAck(message.packetId()).expectNothing().leave();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void a_session_whose_expiry_becomes_0_does_not_come_back(boolean onReturn) {
        RawClient client = client(lasting(Version.MQTT_5, "a"));
        client.expectAccepted();
        if (onReturn) {
            client.leave();
            RawClient back = client(Connecting.as(Version.MQTT_5, "a").resuming());
            assertThat(back.expectAccepted().sessionPresent()).isTrue();
            back.leave();
        } else {
            client.send("e0 07 00 05 11 00 00 00 00").expectClosed();
        }
        restart();
        RawClient again = client(lasting(Version.MQTT_5, "a"));
        assertThat(again.expectAccepted().sessionPresent()).isFalse();
    }

    @Test
    void the_will_of_a_client_that_was_there_when_the_broker_died_is_published_after_the_start() {
        RawClient watcher = client(lasting(Version.MQTT_5, "w"));
        watcher.expectAccepted();
        watcher.subscribe(QoS.AT_LEAST_ONCE, "wills");
        RawClient mortal = client(lasting(Version.MQTT_5, "a").will("wills", "gone", QoS.AT_LEAST_ONCE, false));
        mortal.expectAccepted();
        mortal.expectNothing();
        restart();
        RawClient back = client(lasting(Version.MQTT_5, "w"));
        back.expectAccepted();
        back.expectMessage("wills", "gone");
    }

    @Test
    void a_message_that_expired_while_the_broker_was_down_is_not_delivered() {
        absent("a", QoS.AT_LEAST_ONCE, "t");
        RawClient publisher = publisher();
        Properties brief =
                Properties.builder().set(Property.MESSAGE_EXPIRY_INTERVAL, 1).build();
        publisher.publish("t", "brief", QoS.AT_LEAST_ONCE, 5, false, brief).expect(Received.PUBACK);
        publisher.publishAndWait("t", "lasting");
        SystemClock clock = new SystemClock();
        long over = clock.wallMillis() + 1001;
        Awaitility.await().until(() -> clock.wallMillis() > over);
        restart();
        RawClient back = client(lasting(Version.MQTT_5, "a"));
        back.expectAccepted();
        back.expectMessage("t", "lasting");
    }
}
