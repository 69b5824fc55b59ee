package io.hongyan.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.hongyan.codec.QoS;
import io.hongyan.codec.Version;
import io.hongyan.codec.packet.RetainHandling;
import io.hongyan.codec.packet.Subscription;
import io.hongyan.codec.property.Properties;
import io.hongyan.codec.property.Property;
import io.hongyan.codec.raw.Connecting;
import io.hongyan.codec.raw.RawClient;
import io.hongyan.codec.raw.Received;
import io.hongyan.codec.spec.Spec;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Retained messages.
class RetainedTest {
    @RegisterExtension
    static final BrokerFixture STAGE = new BrokerFixture();

    @ParameterizedTest
    @EnumSource
    @Spec({
        "3.1.1/MQTT-3.1.2-7",
        "3.1.1/MQTT-3.3.1-5",
        "3.1.1/MQTT-3.3.1-6",
        "3.1.1/MQTT-3.3.1-7",
        "3.1.1/MQTT-3.3.1-8",
        "5.0/MQTT-3.3.1-5"
    })
    void the_last_retained_message_of_each_topic_comes_at_the_lower_level(Version version) {
        String topic = STAGE.name();
        RawClient publisher = STAGE.client(version);
        for (QoS qos : QoS.values()) {
            String at = topic + "/" + qos.level();
            publisher.publishAndWait(at, "old", true);
            publisher.publish(at, "new", qos, qos == QoS.AT_MOST_ONCE ? 0 : 3, true, Properties.NONE);
            if (qos != QoS.AT_MOST_ONCE) {
                publisher.next();
            }
        }
        publisher.leave();
        RawClient late = STAGE.client(version).subscribe(QoS.AT_LEAST_ONCE, topic + "/+");
        Set<String> seen = new TreeSet<>();
        for (int i = 0; i < 3; i++) {
            Received message = late.expect(Received.PUBLISH);
            assertThat(message.retain()).isTrue();
            assertThat(message.dup()).isFalse();
            assertThat(message.payload()).isEqualTo("new");
            int published = message.topic().charAt(message.topic().length() - 1) - '0';
            assertThat(message.qos()).isEqualTo(Math.min(1, published));
            seen.add(message.topic());
        }
        assertThat(seen).hasSize(3);
        late.expectNothing();
    }

    @ParameterizedTest
    @EnumSource
    @Spec({
        "3.1.1/MQTT-3.3.1-9",
        "3.1.1/MQTT-3.3.1-10",
        "3.1.1/MQTT-3.3.1-11",
        "5.0/MQTT-3.3.1-6",
        "5.0/MQTT-3.3.1-7",
        "5.0/MQTT-3.3.1-12"
    })
    void an_empty_retained_message_is_delivered_and_erases(Version version) {
        String topic = STAGE.name();
        RawClient live = STAGE.client(version).subscribe(QoS.AT_MOST_ONCE, topic);
        RawClient publisher = STAGE.client(version).publishAndWait(topic, "kept", true);
        assertThat(live.expectMessage(topic, "kept").retain()).isFalse();
        publisher.publishAndWait(topic, "", true);
        assertThat(live.expectMessage(topic, "").retain()).isFalse();
        STAGE.watcher(topic).expectNothing();
        publisher.publishAndWait(topic, "", true);
        STAGE.watcher(topic).expectNothing();
    }

    @ParameterizedTest
    @EnumSource
    @Spec({"3.1.1/MQTT-3.3.1-12", "5.0/MQTT-3.3.1-8"})
    void a_plain_message_changes_nothing_that_is_kept(Version version) {
        String topic = STAGE.name();
        STAGE.client(version).publishAndWait(topic, "kept", true).publishAndWait(topic, "plain");
        STAGE.watcher(topic).expectMessage(topic, "kept");
    }

    @ParameterizedTest
    @EnumSource
    @Spec({"5.0/MQTT-3.3.1-9", "5.0/MQTT-3.3.1-10", "5.0/MQTT-3.3.1-11"})
    void retain_handling_says_when_retained_messages_come(RetainHandling handling) {
        String topic = STAGE.name();
        STAGE.client(Version.MQTT_5).publishAndWait(topic, "kept", true);
        Subscription wish = new Subscription(topic, QoS.AT_MOST_ONCE, false, false, handling);
        RawClient client = STAGE.client(Version.MQTT_5).subscribe(Properties.NONE, wish);
        if (handling != RetainHandling.DO_NOT_SEND) {
            client.expectMessage(topic, "kept");
        }
        client.expectNothing().subscribe(Properties.NONE, wish);
        if (handling == RetainHandling.SEND) {
            client.expectMessage(topic, "kept");
        }
        client.expectNothing();
        client.unsubscribe(topic);
        client.subscribe(Properties.NONE, wish);
        if (handling != RetainHandling.DO_NOT_SEND) {
            client.expectMessage(topic, "kept");
        }
        STAGE.client(Version.MQTT_5).publishAndWait(topic, "live");
        client.expectMessage(topic, "live");
    }

    @Test
    @Spec("5.0/MQTT-3.3.1-13")
    void retain_as_published_keeps_the_flag() {
        String topic = STAGE.name();
        Subscription wish = new Subscription(topic, QoS.AT_MOST_ONCE, false, true, RetainHandling.SEND);
        RawClient client = STAGE.client(Version.MQTT_5).subscribe(Properties.NONE, wish);
        STAGE.client(Version.MQTT_5).publishAndWait(topic, "1", true).publishAndWait(topic, "2", false);
        assertThat(client.expectMessage(topic, "1").retain()).isTrue();
        assertThat(client.expectMessage(topic, "2").retain()).isFalse();
    }

    @Test
    @Spec({"5.0/MQTT-3.3.2-5", "5.0/MQTT-3.3.2-6"})
    void a_retained_message_expires_and_its_expiry_counts_down() {
        String topic = STAGE.name();
        Properties expiry = Packets.with(Property.MESSAGE_EXPIRY_INTERVAL, 100);
        STAGE.client(Version.MQTT_5)
                .publish(topic, "x", QoS.AT_LEAST_ONCE, 1, true, expiry)
                .expect(Received.PUBACK);
        STAGE.advance(Duration.ofSeconds(30));
        Received message =
                STAGE.client(Version.MQTT_5).subscribe(QoS.AT_MOST_ONCE, topic).expectMessage(topic, "x");
        assertThat(message.number(Property.MESSAGE_EXPIRY_INTERVAL)).isBetween(60L, 70L);
        STAGE.advance(Duration.ofSeconds(71));
        STAGE.watcher(topic).expectNothing();
    }

    @Test
    void shared_subscriptions_get_no_retained_messages() {
        String topic = STAGE.name();
        STAGE.client(Version.MQTT_5).publishAndWait(topic, "kept", true);
        STAGE.client(Version.MQTT_5)
                .subscribe(QoS.AT_MOST_ONCE, "$share/g/" + topic)
                .expectNothing();
    }

    @Test
    void many_retained_messages_come_within_the_window_of_the_client() {
        String topic = STAGE.name();
        RawClient publisher = STAGE.client(Version.MQTT_5);
        for (int i = 0; i < 600; i++) {
            publisher.publishAndWait(topic + "/" + i, "x", true);
        }
        RawClient client =
                STAGE.connected(Connecting.as(Version.MQTT_5, STAGE.name()).with(Property.RECEIVE_MAXIMUM, 5));
        client.subscribe(QoS.AT_LEAST_ONCE, topic + "/#");
        Set<String> seen = new TreeSet<>();
        int[] ids = new int[5];
        for (int i = 0; i < 5; i++) {
            Received first = client.expect(Received.PUBLISH);
            seen.add(first.topic());
            ids[i] = first.packetId();
        }
        client.expectNothing();
        for (int id : ids) {
            client.pubAck(id);
        }
        while (seen.size() < 600) {
            Received message = client.expect(Received.PUBLISH);
            assertThat(seen.add(message.topic())).isTrue();
            client.pubAck(message.packetId());
        }
        client.expectNothing();
    }
}
