package io.hongyan.cloud.wire;

import static io.hongyan.codec.Version.MQTT_3_1;
import static io.hongyan.codec.Version.MQTT_3_1_1;
import static io.hongyan.codec.Version.MQTT_5;
import static org.assertj.core.api.Assertions.assertThat;

import io.hongyan.cloud.Stage;
import io.hongyan.codec.QoS;
import io.hongyan.codec.ReasonCode;
import io.hongyan.codec.Version;
import io.hongyan.codec.packet.ConnAck;
import io.hongyan.codec.packet.PubComp;
import io.hongyan.codec.packet.PubRec;
import io.hongyan.codec.packet.PubRel;
import io.hongyan.codec.packet.Publish;
import io.hongyan.codec.packet.UnsubAck;
import io.hongyan.codec.packet.Unsubscribe;
import io.hongyan.codec.property.Properties;
import io.hongyan.codec.spec.CloudRule;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What is kept in profile cloud for a client that is away: the table of QoS and clean session.
class SessionRulesTest {
    private final LiveBroker live = new LiveBroker();

    @AfterEach
    void stop() {
        live.close();
    }

    private ConnAck login(WireClient client) {
        return client.login(Stage.DEVICE, Stage.SIGNATURE, LiveBroker.signature(Stage.DEVICE));
    }

    /// Subscribes, leaves, lets somebody publish at that QoS, and comes back in the same way.
    private WireClient away(WireClient device, WireClient back, QoS qos) {
        login(device);
        device.subscribe("TopicA/x", qos);
        device.close();
        live.awaitDisconnected(Stage.DEVICE);
        WireClient writer = live.device(MQTT_5, "writer");
        writer.publishTwoSteps("TopicA/x", "meanwhile");
        login(back);
        return back;
    }

    @ParameterizedTest
    @EnumSource
    @CloudRule("1.5/qos-0")
    void at_qos_0_nothing_is_kept(Version version) {
        WireClient back =
                away(live.client(version).persistent(), live.client(version).persistent(), QoS.AT_MOST_ONCE);
        back.expectNothing();
        live.device(version, "other").publish("TopicA/x", "now");
        assertThat(back.message()).isEqualTo("TopicA/x now");
        back.expectNothing();
    }

    @ParameterizedTest
    @EnumSource
    @CloudRule("1.5/clean-session")
    void for_a_clean_session_nothing_is_kept_and_its_subscriptions_are_gone(Version version) {
        WireClient back = away(live.client(version), live.client(version), QoS.AT_LEAST_ONCE);
        live.device(version, "other").publish("TopicA/x", "now");
        back.expectNothing();
    }

    @ParameterizedTest
    @EnumSource
    @CloudRule({"1.5/qos-1-persistent", "1.6/automatic", "1.6/delay"})
    void at_qos_1_messages_wait_for_a_persistent_session_and_come_unasked(Version version) {
        WireClient back =
                away(live.client(version).persistent(), live.client(version).persistent(), QoS.AT_LEAST_ONCE);
        assertThat(back.message()).isEqualTo("TopicA/x meanwhile");
    }

    @ParameterizedTest
    @EnumSource
    @CloudRule("1.3/qos-2-persistent")
    void at_qos_2_messages_wait_too(Version version) {
        WireClient back =
                away(live.client(version).persistent(), live.client(version).persistent(), QoS.EXACTLY_ONCE);
        takeExactlyOnce(back, "meanwhile");
    }

    @ParameterizedTest
    @EnumSource
    @CloudRule("1.5/qos-2-clean")
    void at_qos_2_a_client_that_is_there_gets_a_message_exactly_once(Version version) {
        WireClient reader = live.device(version, "reader");
        reader.subscribe("TopicA/x", QoS.EXACTLY_ONCE);
        live.device(version, "writer").publishTwoSteps("TopicA/x", "once");
        takeExactlyOnce(reader, "once");
    }

    private static void takeExactlyOnce(WireClient reader, String payload) {
        Publish message = reader.next(Publish.class);
        assertThat(message.qos()).isEqualTo(QoS.EXACTLY_ONCE);
        assertThat(message.payload()).asString().isEqualTo(payload);
        reader.send(new PubRec(message.packetId(), ReasonCode.SUCCESS, Properties.NONE));
        reader.next(PubRel.class);
        reader.send(new PubComp(message.packetId(), ReasonCode.SUCCESS, Properties.NONE));
        reader.expectNothing();
    }

    @ParameterizedTest
    @EnumSource(names = {"MQTT_3_1", "MQTT_3_1_1"})
    @CloudRule("1.5/for-ever")
    void subscriptions_of_a_persistent_session_stay_for_years_until_they_are_given_up(Version version) {
        WireClient device = live.client(version).persistent();
        login(device);
        device.subscribe("TopicA/x");
        device.close();
        live.awaitDisconnected(Stage.DEVICE);
        live.forwardAndNotice(Duration.ofDays(3650));
        WireClient back = live.client(version).persistent();
        assertThat(login(back).sessionPresent()).isEqualTo(version != MQTT_3_1); // 3.1 cannot say so
        WireClient writer = live.device(version, "writer");
        writer.publish("TopicA/x", "after years");
        assertThat(back.message()).isEqualTo("TopicA/x after years");
        back.send(new Unsubscribe(9, List.of("TopicA/x"), Properties.NONE));
        back.next(UnsubAck.class);
        writer.publish("TopicA/x", "unheard");
        back.expectNothing();
    }

    @ParameterizedTest
    @EnumSource
    @CloudRule("1.5/clean-session-change")
    void a_client_may_change_its_mind_about_clean_session(Version version) {
        WireClient back = away(live.client(version).persistent(), live.client(version), QoS.AT_LEAST_ONCE);
        back.expectNothing();
        back.close();
        live.awaitDisconnected(Stage.DEVICE);
        assertThat(login(live.client(version).persistent()).sessionPresent()).isFalse();
    }

    @Test
    @CloudRule("1.6/order")
    void new_messages_come_after_those_that_waited() {
        WireClient device = live.client(MQTT_3_1_1).persistent();
        login(device);
        device.subscribe("TopicA/x");
        device.close();
        live.awaitDisconnected(Stage.DEVICE);
        WireClient writer = live.device(MQTT_3_1_1, "writer");
        for (int i = 0; i < 100; i++) {
            writer.publish("TopicA/x", "m" + i);
        }
        WireClient back = live.client(MQTT_3_1_1).persistent();
        login(back);
        for (int i = 100; i < 200; i++) {
            writer.publish("TopicA/x", "m" + i);
        }
        for (int i = 0; i < 200; i++) {
            assertThat(back.message()).isEqualTo("TopicA/x m" + i);
        }
    }

    @Test
    @CloudRule("1.6/subscribed-before")
    void only_what_a_session_has_subscribed_to_is_kept() {
        WireClient device = live.client(MQTT_3_1_1).persistent();
        login(device);
        device.close();
        live.awaitDisconnected(Stage.DEVICE);
        live.device(MQTT_3_1_1, "writer").publish("TopicA/x", "too early");
        WireClient back = live.client(MQTT_3_1_1).persistent();
        login(back);
        back.subscribe("TopicA/x");
        back.expectNothing();
    }

    @Test
    @CloudRule("1.6/retry-offline")
    void coming_and_going_without_acknowledging_loses_nothing() {
        WireClient device = live.client(MQTT_3_1_1).persistent();
        login(device);
        device.subscribe("TopicA/x");
        live.device(MQTT_3_1_1, "writer").publish("TopicA/x", "patient");
        for (int i = 0; i < 40; i++) {
            device.next(Publish.class);
            device.close();
            live.awaitDisconnected(Stage.DEVICE);
            device = live.client(MQTT_3_1_1).persistent();
            login(device);
        }
        assertThat(device.message()).isEqualTo("TopicA/x patient");
    }

    @Test
    @CloudRule("1.7/client-tps")
    void a_client_may_send_more_than_20_messages_a_second() {
        WireClient reader = live.device(MQTT_3_1_1, "reader");
        reader.subscribe("TopicA/x");
        WireClient writer = live.device(MQTT_3_1_1, "writer");
        for (int i = 0; i < 500; i++) { // the clock stands still meanwhile
            writer.publish("TopicA/x", "m" + i);
        }
        for (int i = 0; i < 500; i++) {
            assertThat(reader.message()).isEqualTo("TopicA/x m" + i);
        }
    }
}
