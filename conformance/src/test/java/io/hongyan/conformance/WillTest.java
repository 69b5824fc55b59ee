package io.hongyan.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.hongyan.broker.config.BrokerConfig;
import io.hongyan.codec.QoS;
import io.hongyan.codec.ReasonCode;
import io.hongyan.codec.Version;
import io.hongyan.codec.property.Properties;
import io.hongyan.codec.property.Property;
import io.hongyan.codec.raw.Connecting;
import io.hongyan.codec.raw.RawClient;
import io.hongyan.codec.raw.Received;
import io.hongyan.codec.spec.Spec;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The will message.
class WillTest {
    @RegisterExtension
    static final BrokerFixture STAGE = new BrokerFixture();

    @ParameterizedTest
    @EnumSource
    @Spec({
        "3.1.1/MQTT-3.1.2-8",
        "3.1.1/MQTT-3.1.2-10",
        "3.1.1/MQTT-3.1.2-16",
        "5.0/MQTT-3.1.2-7",
        "5.0/MQTT-3.1.2-8",
        "5.0/MQTT-3.1.2-10",
        "5.0/MQTT-3.1.2-14"
    })
    void a_lost_connection_publishes_the_will_once(Version version) {
        for (boolean reset : new boolean[] {false, true}) {
            String id = STAGE.name();
            RawClient watcher = STAGE.watcher(id);
            STAGE.connected(Connecting.as(version, id).lasting().will(id, "gone", QoS.AT_LEAST_ONCE, false))
                    .drop(reset);
            assertThat(watcher.expectMessage(id, "gone").qos()).isEqualTo(1);
            STAGE.watcher(id).expectNothing();
            STAGE.connected(Connecting.as(version, id).lasting()).leave();
            watcher.expectNothing();
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_protocol_error_publishes_the_will(Version version) {
        String id = STAGE.name();
        RawClient watcher = STAGE.watcher(id);
        RawClient client = STAGE.connected(Connecting.as(version, id).will(id, "gone", QoS.AT_MOST_ONCE, false));
        client.send("d0 00").expectThrownOut(ReasonCode.PROTOCOL_ERROR);
        watcher.expectMessage(id, "gone");
    }

    @ParameterizedTest
    @EnumSource
    @Spec({"3.1.1/MQTT-3.1.0-2", "5.0/MQTT-3.1.0-2"})
    void a_second_connect_is_thrown_out_and_the_will_of_the_first_published(Version version) {
        String id = STAGE.name();
        RawClient watcher = STAGE.watcher(id);
        Connecting connecting = Connecting.as(version, id).will(id, "gone", QoS.AT_MOST_ONCE, false);
        STAGE.connected(connecting).connect(connecting).expectThrownOut(ReasonCode.PROTOCOL_ERROR);
        watcher.expectMessage(id, "gone");
    }

    @ParameterizedTest
    @EnumSource
    void an_unpublishable_will_is_dropped_and_its_client_let_in(Version version) {
        String deep = "a" + "/b".repeat(BrokerConfig.defaults().protocol().maxTopicLevels());
        Map<String, String> facts = Map.of(
                "$SYS/broker/connection/bridge/state",
                "will dropped NOT_AUTHORIZED",
                "$other",
                "will dropped NOT_AUTHORIZED",
                deep,
                "will dropped TOPIC_NAME_INVALID");
        RawClient watcher = STAGE.watcher("$SYS/broker/connection/#").subscribe(QoS.AT_MOST_ONCE, "$other");
        facts.forEach((topic, fact) -> {
            String id = STAGE.name();
            long before = STAGE.facts().count(fact);
            RawClient client = STAGE.connected(Connecting.as(version, id).will(topic, "0", QoS.AT_LEAST_ONCE, true));
            assertThat(STAGE.facts().count(fact)).isEqualTo(before + 1);
            client.drop(true);
            STAGE.awaitGone(id);
        });
        watcher.expectNothing();
    }

    @ParameterizedTest
    @EnumSource
    @Spec({"3.1.1/MQTT-3.14.4-3", "3.1.1/MQTT-3.1.2-12", "5.0/MQTT-3.14.4-3"})
    void a_normal_disconnect_drops_the_will(Version version) {
        String id = STAGE.name();
        RawClient watcher = STAGE.watcher(id);
        RawClient client = STAGE.connected(Connecting.as(version, id).will(id, "gone", QoS.AT_MOST_ONCE, false));
        client.send("e0 00").send(Packets.publish(0x30, id, 0, version, "late")).expectClosed();
        RawClient willless = STAGE.connected(Connecting.as(version, id));
        willless.drop(true);
        STAGE.awaitGone(id);
        watcher.expectNothing();
    }

    @Test
    void disconnect_with_will_publishes_it() {
        String id = STAGE.name();
        RawClient watcher = STAGE.watcher(id);
        STAGE.connected(Connecting.as(Version.MQTT_5, id).will(id, "gone", QoS.AT_MOST_ONCE, false))
                .send("e0 01 04")
                .expectClosed();
        watcher.expectMessage(id, "gone");
    }

    @ParameterizedTest
    @EnumSource
    @Spec({"3.1.1/MQTT-3.1.2-17", "5.0/MQTT-3.1.2-15"})
    void a_retained_will_is_kept(Version version) {
        String id = STAGE.name();
        RawClient watcher = STAGE.watcher(id);
        STAGE.connected(Connecting.as(version, id).will(id, "gone", QoS.AT_LEAST_ONCE, true))
                .drop(false);
        assertThat(watcher.expectMessage(id, "gone").retain()).isFalse();
        assertThat(STAGE.watcher(id).expectMessage(id, "gone").retain()).isTrue();
    }

    @Test
    void a_will_with_delay_waits_for_it() {
        String id = STAGE.name();
        RawClient watcher = STAGE.watcher(id);
        STAGE.connected(delayed(id, 10).lasting()).drop(false);
        STAGE.awaitGone(id);
        STAGE.advance(Duration.ofSeconds(5));
        STAGE.healthy().assertAlive();
        watcher.expectNothing();
        STAGE.advance(Duration.ofSeconds(6));
        watcher.expectMessage(id, "gone");
    }

    @Test
    @Spec("5.0/MQTT-3.1.3-9")
    void coming_back_before_the_delay_is_over_suppresses_the_will() {
        String id = STAGE.name();
        RawClient watcher = STAGE.watcher(id);
        STAGE.connected(delayed(id, 10).lasting()).drop(false);
        STAGE.awaitGone(id);
        RawClient back = STAGE.connected(Connecting.as(Version.MQTT_5, id).lasting());
        STAGE.advance(Duration.ofSeconds(60));
        back.leave();
        STAGE.healthy().assertAlive();
        watcher.expectNothing();
    }

    @Test
    void a_will_with_delay_goes_out_when_the_session_ends_before() {
        String id = STAGE.name();
        RawClient watcher = STAGE.watcher(id);
        STAGE.connected(delayed(id, 1000).resuming()).drop(false);
        watcher.expectMessage(id, "gone");
        STAGE.connected(delayed(id, 1000).resuming().with(Property.SESSION_EXPIRY_INTERVAL, 10))
                .drop(false);
        STAGE.awaitGone(id);
        watcher.expectNothing();
        STAGE.advance(Duration.ofSeconds(11));
        watcher.expectMessage(id, "gone");
        STAGE.connected(delayed(id, 1000).lasting()).drop(false);
        STAGE.awaitGone(id);
        STAGE.connected(Connecting.as(Version.MQTT_5, id));
        watcher.expectMessage(id, "gone");
    }

    @Test
    void a_takeover_publishes_the_will_unless_it_has_a_delay_and_the_session_goes_on() {
        String id = STAGE.name();
        RawClient watcher = STAGE.watcher(id);
        RawClient first = STAGE.connected(delayed(id, 0).lasting());
        RawClient second = STAGE.connected(delayed(id, 10).lasting());
        first.expectThrownOut(ReasonCode.SESSION_TAKEN_OVER);
        watcher.expectMessage(id, "gone");
        STAGE.connected(delayed(id, 10).lasting());
        second.expectThrownOut(ReasonCode.SESSION_TAKEN_OVER);
        watcher.expectNothing();
        STAGE.connected(Connecting.as(Version.MQTT_5, id));
        watcher.expectMessage(id, "gone");
    }

    @Test
    void a_will_carries_its_properties() {
        String id = STAGE.name();
        RawClient watcher = STAGE.client(Version.MQTT_5).subscribe(QoS.AT_MOST_ONCE, id);
        Properties properties = Properties.builder()
                .set(Property.CONTENT_TYPE, "text/x")
                .set(Property.PAYLOAD_FORMAT_INDICATOR, 1)
                .set(Property.RESPONSE_TOPIC, "answer")
                .set(Property.MESSAGE_EXPIRY_INTERVAL, 1000)
                .set(Property.CORRELATION_DATA, new byte[] {1, 0})
                .user("b", "2")
                .user("a", "1")
                .user("b", "3")
                .build();
        STAGE.connected(Connecting.as(Version.MQTT_5, id).will(id, "gone", QoS.AT_MOST_ONCE, false, properties))
                .drop(false);
        Received will = watcher.expectMessage(id, "gone");
        assertThat(will.values(Property.USER_PROPERTY)).containsExactly("b=2", "a=1", "b=3");
        assertThat(will.values(Property.CONTENT_TYPE)).containsExactly("text/x");
        assertThat(will.values(Property.RESPONSE_TOPIC)).containsExactly("answer");
        assertThat(will.values(Property.CORRELATION_DATA)).containsExactly("0100");
        assertThat(will.number(Property.PAYLOAD_FORMAT_INDICATOR)).isEqualTo(1);
        assertThat(will.number(Property.MESSAGE_EXPIRY_INTERVAL)).isBetween(995L, 1000L);
        assertThat(will.has(Property.WILL_DELAY_INTERVAL)).isFalse();
    }

    private static Connecting delayed(String id, long seconds) {
        Properties delay = Packets.with(Property.WILL_DELAY_INTERVAL, seconds);
        return Connecting.as(Version.MQTT_5, id).will(id, "gone", QoS.AT_MOST_ONCE, false, delay);
    }
}
