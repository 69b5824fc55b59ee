package io.hongyan.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.hongyan.broker.config.BrokerConfig;
import io.hongyan.broker.config.ProtocolLimits;
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
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// A broker with features switched off: QoS 1 at most, no retained messages, no shared subscriptions, no aliases, a
/// short keep alive.
class SwitchedOffTest {
    @RegisterExtension
    static final BrokerFixture STAGE = new BrokerFixture(QoS.AT_LEAST_ONCE, SwitchedOffTest::less);

    private static BrokerConfig less(BrokerConfig config) {
        ProtocolLimits protocol = new ProtocolLimits(
                Duration.ofSeconds(10), 1024, 1024, 2, 0, 0, 4, 60, QoS.AT_LEAST_ONCE, false, false, 3, "responses/%c");
        return config.withProtocol(protocol);
    }

    @Test
    @Spec("5.0/MQTT-3.2.2-9")
    void connack_says_what_is_not_served() {
        Received answer = STAGE.open()
                .connect(Connecting.as(Version.MQTT_5, STAGE.name()).keepAlive(100))
                .expectAccepted();
        assertThat(answer.number(Property.MAXIMUM_QOS)).isEqualTo(1);
        assertThat(answer.number(Property.RETAIN_AVAILABLE)).isZero();
        assertThat(answer.number(Property.SHARED_SUBSCRIPTION_AVAILABLE)).isZero();
        assertThat(answer.has(Property.TOPIC_ALIAS_MAXIMUM)).isFalse();
        assertThat(answer.number(Property.RECEIVE_MAXIMUM)).isEqualTo(2);
        assertThat(answer.number(Property.MAXIMUM_PACKET_SIZE)).isEqualTo(1024);
        assertThat(answer.number(Property.SERVER_KEEP_ALIVE)).isEqualTo(60);
    }

    @Test
    @Spec("5.0/MQTT-3.1.2-28")
    void who_asks_is_told_where_to_have_responses_sent() {
        String id = STAGE.name();
        assertThat(responseInformation(id, 1)).containsExactly("responses/" + id);
        assertThat(responseInformation(id, 0)).isEmpty();
        assertThat(responseInformation("a/" + id, 1)).isEmpty();
        assertThat(responseInformation("+" + id, 1)).isEmpty();
    }

    private static List<Object> responseInformation(String id, int wish) {
        return STAGE.open()
                .connect(Connecting.as(Version.MQTT_5, id).with(Property.REQUEST_RESPONSE_INFORMATION, wish))
                .expectAccepted()
                .values(Property.RESPONSE_INFORMATION);
    }

    @Test
    @Spec("5.0/MQTT-3.2.2-10")
    void a_subscription_at_a_higher_level_is_granted_the_lower() {
        String topic = STAGE.name();
        RawClient client = STAGE.client(Version.MQTT_5)
                .send(new Subscribe(1, List.of(new Subscription(topic, QoS.EXACTLY_ONCE)), Properties.NONE));
        assertThat(client.expect(Received.SUBACK).reasons()).containsExactly(1);
    }

    @Test
    @Spec({"5.0/MQTT-3.2.2-12", "5.0/MQTT-3.2.2-13"})
    void a_will_beyond_that_is_refused() {
        RawClient level = STAGE.open()
                .connect(Connecting.as(Version.MQTT_5, STAGE.name()).will("a", "x", QoS.EXACTLY_ONCE, false));
        assertThat(level.expect(Received.CONNACK).reason()).isEqualTo(0x9b);
        level.expectClosed();
        RawClient retained = STAGE.open()
                .connect(Connecting.as(Version.MQTT_5, STAGE.name()).will("a", "x", QoS.AT_MOST_ONCE, true));
        assertThat(retained.expect(Received.CONNACK).reason()).isEqualTo(0x9a);
        retained.expectClosed();
    }

    @ParameterizedTest
    @EnumSource(names = {"MQTT_3_1", "MQTT_3_1_1"})
    void a_client_that_cannot_know_of_that_loses_its_will_and_not_its_connection(Version version) {
        long levels = STAGE.facts().count("will dropped QOS_NOT_SUPPORTED");
        long retained = STAGE.facts().count("will dropped RETAIN_NOT_SUPPORTED");
        STAGE.connected(Connecting.as(version, STAGE.name()).will("a", "x", QoS.EXACTLY_ONCE, false));
        STAGE.connected(Connecting.as(version, STAGE.name()).will("a", "x", QoS.AT_MOST_ONCE, true));
        assertThat(STAGE.facts().count("will dropped QOS_NOT_SUPPORTED")).isEqualTo(levels + 1);
        assertThat(STAGE.facts().count("will dropped RETAIN_NOT_SUPPORTED")).isEqualTo(retained + 1);
    }

    @Test
    void requests_beyond_that_are_errors() {
        client().publish("a", "x", QoS.EXACTLY_ONCE, 1).expectThrownOut(ReasonCode.QOS_NOT_SUPPORTED);
        client().publish("a", "x", QoS.AT_MOST_ONCE, 0, true, Properties.NONE)
                .expectThrownOut(ReasonCode.RETAIN_NOT_SUPPORTED);
        client().publish("a", "x", QoS.AT_MOST_ONCE, 0, false, Packets.with(Property.TOPIC_ALIAS, 1))
                .expectThrownOut(ReasonCode.TOPIC_ALIAS_INVALID);
        client().publish("a", "x".repeat(1024)).expectThrownOut(ReasonCode.PACKET_TOO_LARGE);
        List<Subscription> wishes = List.of(
                new Subscription("$share/g/a", QoS.AT_MOST_ONCE),
                new Subscription("a/b/c/d/e", QoS.AT_MOST_ONCE),
                new Subscription("a/b/c/d", QoS.AT_MOST_ONCE));
        RawClient client = client().send(new Subscribe(1, wishes, Properties.NONE));
        assertThat(client.expect(Received.SUBACK).reasons()).containsExactly(0x9e, 0x8f, 0);
    }

    private static RawClient client() {
        return STAGE.client(Version.MQTT_5);
    }
}
