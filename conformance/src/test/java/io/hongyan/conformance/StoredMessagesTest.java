package io.hongyan.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.hongyan.broker.config.BrokerConfig;
import io.hongyan.broker.config.StoreLimits;
import io.hongyan.broker.event.Counter;
import io.hongyan.codec.QoS;
import io.hongyan.codec.Version;
import io.hongyan.codec.property.Properties;
import io.hongyan.codec.property.Property;
import io.hongyan.codec.raw.Connecting;
import io.hongyan.codec.raw.RawClient;
import io.hongyan.codec.raw.Received;
import io.hongyan.codec.spec.CloudRule;
import io.hongyan.store.rocksdb.check.StoreCheck;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/// What is kept on disk besides sessions, how much of it, and how long.
class StoredMessagesTest extends Restartable {
    @Test
    void what_expires_on_disk_is_let_go_although_its_receiver_stays_away() {
        absent("a", QoS.AT_LEAST_ONCE, "t");
        RawClient publisher = publisher();
        Properties minute =
                Properties.builder().set(Property.MESSAGE_EXPIRY_INTERVAL, 60).build();
        for (int id = 1; id <= 300; id++) {
            publisher.publish("t", "short", QoS.AT_LEAST_ONCE, id, false, minute);
            publisher.expect(Received.PUBACK);
        }
        publisher.publishAndWait("t", "long");
        assertThat(broker.stats().storedMessages()).isEqualTo(301);
        clock.advance(Duration.ofMinutes(11));
        Awaitility.await().until(() -> broker.stats().storedMessages() == 1);
        RawClient back = client(lasting(Version.MQTT_5, "a"));
        back.expectAccepted();
        back.expectMessage("t", "long");
        assertThat(broker.stats().storedBytes()).isZero();
    }

    @Test
    @CloudRule("1.6/retention")
    void a_message_waits_for_three_days_and_no_longer() {
        stop();
        limits = BrokerConfig.defaults().store();
        start();
        Connecting month =
                Connecting.as(Version.MQTT_5, "a").lasting().with(Property.SESSION_EXPIRY_INTERVAL, 2_592_000);
        RawClient client = client(month);
        client.expectAccepted();
        client.subscribe(QoS.AT_LEAST_ONCE, "t").leave();
        RawClient publisher = publisher();
        publisher.publish("t", "old", QoS.AT_LEAST_ONCE, 1);
        assertThat(publisher.expect(Received.PUBACK).reason()).isZero();
        clock.advance(Duration.ofDays(2));
        publisher = publisher();
        publisher.publish("t", "young", QoS.AT_LEAST_ONCE, 1);
        assertThat(publisher.expect(Received.PUBACK).reason()).isZero();
        assertThat(broker.stats().storedMessages()).isEqualTo(2);
        clock.advance(Duration.ofDays(1).plusMinutes(11));
        Awaitility.await()
                .untilAsserted(() -> assertThat(broker.stats().storedMessages()).isEqualTo(1));
        RawClient back = client(month);
        back.expectAccepted();
        back.expectMessage("t", "young");
        back.expectNothing();
    }

    @Test
    @CloudRule("1.6/count")
    void a_publisher_is_refused_when_as_many_messages_wait_as_the_instance_may_have() {
        stop();
        limits = new StoreLimits(1 << 30, 1 << 30, 10, Duration.ofDays(3));
        start();
        absent("a", QoS.AT_LEAST_ONCE, "t");
        RawClient publisher = publisher();
        for (int id = 1; id <= 10; id++) {
            publisher.publish("t", "m" + id, QoS.AT_LEAST_ONCE, id);
            assertThat(publisher.expect(Received.PUBACK).reason()).isZero();
        }
        publisher.publish("t", "m11", QoS.AT_LEAST_ONCE, 11);
        assertThat(publisher.expect(Received.PUBACK).reason()).isEqualTo(0x97);
        RawClient back = client(lasting(Version.MQTT_5, "a"));
        back.expectAccepted();
        for (int id = 1; id <= 10; id++) {
            back.pubAck(back.expectMessage("t", "m" + id).packetId());
        }
        back.expectNothing();
        publisher.publish("t", "m12", QoS.AT_LEAST_ONCE, 12);
        assertThat(publisher.expect(Received.PUBACK).reason()).isZero();
        back.expectMessage("t", "m12");
    }

    @Test
    void two_shards_that_retain_one_topic_leave_the_same_message_in_memory_and_on_disk() {
        int topics = 200;
        RawClient one = client(Connecting.as(Version.MQTT_5, "one"));
        one.expectAccepted();
        RawClient two = client(Connecting.as(Version.MQTT_5, "two"));
        two.expectAccepted();
        for (int i = 1; i <= topics; i++) {
            one.publish("r/" + i, "one", QoS.AT_LEAST_ONCE, i, true, Properties.NONE);
            two.publish("r/" + i, "two", QoS.AT_LEAST_ONCE, i, true, Properties.NONE);
        }
        for (int i = 1; i <= topics; i++) {
            one.expect(Received.PUBACK);
            two.expect(Received.PUBACK);
        }
        List<String> before = retained(topics);
        assertThat(before).hasSize(topics);
        restart();
        assertThat(retained(topics)).isEqualTo(before);
    }

    private List<String> retained(int count) {
        try (RawClient reader = client(Connecting.as(Version.MQTT_5, "reader"))) {
            reader.expectAccepted();
            reader.subscribe(QoS.AT_MOST_ONCE, "r/#");
            return IntStream.range(0, count)
                    .mapToObj(_ -> reader.expect(Received.PUBLISH))
                    .map(message -> message.topic() + " " + message.payload())
                    .sorted()
                    .toList();
        }
    }

    @Test
    void a_retained_message_that_expires_leaves_the_disk() {
        RawClient publisher = publisher();
        Properties minute =
                Properties.builder().set(Property.MESSAGE_EXPIRY_INTERVAL, 60).build();
        publisher.publish("r/short", "x", QoS.AT_LEAST_ONCE, 1, true, minute).expect(Received.PUBACK);
        publisher
                .publish("r/long", "x", QoS.AT_LEAST_ONCE, 2, true, Properties.NONE)
                .expect(Received.PUBACK);
        clock.advance(Duration.ofMinutes(2));
        Awaitility.await().until(() -> broker.stats().retainedMessages() == 1);
        publisher.publishAndWait("r/other", "x", true);
        stop();
        assertThat(StoreCheck.check(folder).rows()).containsEntry("retained", 2L);
        start();
    }

    @Test
    void retained_messages_outlive_the_process_and_those_that_were_cleared_do_not() {
        RawClient publisher = publisher();
        publisher
                .publishAndWait("r/1", "first", true)
                .publishAndWait("r/1", "second", true)
                .publishAndWait("r/2", "gone", true)
                .publishAndWait("r/2", "", true);
        restart();
        RawClient reader = client(Connecting.as(Version.MQTT_5, "r"));
        reader.expectAccepted();
        reader.subscribe(QoS.AT_MOST_ONCE, "r/#").expectMessage("r/1", "second");
        reader.expectNothing();
    }

    @Test
    void large_messages_that_waited_on_disk_all_come() {
        absent("a", QoS.AT_LEAST_ONCE, "t");
        int count = 300;
        String large = "x".repeat(50_000);
        RawClient publisher = publisher();
        for (int i = 0; i < count; i++) {
            publisher.publishAndWait("t", i + large);
        }
        RawClient back = client(lasting(Version.MQTT_5, "a"));
        back.expectAccepted();
        for (int i = 0; i < count; i++) {
            Received message = back.expect(Received.PUBLISH);
            assertThat(message.payload()).startsWith(i + "x");
            back.pubAck(message.packetId());
        }
        back.expectNothing();
        assertThat(broker.stats().value(Counter.MESSAGES_DROPPED)).isZero();
        assertThat(broker.stats().storedMessages()).isZero();
    }
}
