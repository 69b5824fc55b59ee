package io.hongyan.cloud.wire;

import static io.hongyan.codec.Version.MQTT_3_1_1;
import static io.hongyan.codec.Version.MQTT_5;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.hongyan.cloud.Limits;
import io.hongyan.cloud.Stage;
import io.hongyan.cloud.metadata.SessionTerms;
import io.hongyan.codec.QoS;
import io.hongyan.codec.ReasonCode;
import io.hongyan.codec.Version;
import io.hongyan.codec.packet.ConnAck;
import io.hongyan.codec.packet.Publish;
import io.hongyan.codec.packet.SubAck;
import io.hongyan.codec.packet.Subscribe;
import io.hongyan.codec.packet.Subscription;
import io.hongyan.codec.property.Properties;
import io.hongyan.codec.property.Property;
import io.hongyan.codec.spec.CloudRule;
import io.hongyan.codec.topic.Topic;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What profile cloud grants a connection, and what it serves although the service does not.
class ConnectionRulesTest {
    private static final long LONGEST = 2_147_483_647L;
    private static final int ABSENT = -1;

    private final LiveBroker live = new LiveBroker();

    @AfterEach
    void stop() {
        live.close();
    }

    private ConnAck login(WireClient client) {
        return client.login(Stage.DEVICE, Stage.SIGNATURE, LiveBroker.signature(Stage.DEVICE));
    }

    @ParameterizedTest
    @CsvSource({"0, 480", "481, 480", "65535, 480", "480, -1", "90, -1", "1, -1"})
    @CloudRule("1.3/keep-alive")
    void a_keep_alive_is_8_minutes_at_most(int wish, long told) {
        ConnAck answer = login(live.client(MQTT_5).keepAlive(wish));
        assertThat(answer.properties().number(Property.SERVER_KEEP_ALIVE, ABSENT))
                .isEqualTo(told);
    }

    @Test
    @CloudRule("1.3/keep-alive-before-5")
    void a_client_before_5_0_that_is_silent_for_longer_stays() {
        WireClient client = live.client(MQTT_3_1_1).keepAlive(0);
        login(client);
        assertThat(client.publish("TopicA/x", "x")).isEqualTo(ReasonCode.SUCCESS);
    }

    @ParameterizedTest
    @CsvSource({"0, -1", "1, 600", "599, 600", "600, -1", "86400, -1", "2147483647, -1", "4294967295, 2147483647"})
    @CloudRule({"1.3/session-expiry-min", "1.3/session-expiry-max"})
    void a_session_expiry_is_10_minutes_to_2147483647_seconds(long wish, long told) {
        ConnAck answer = login(live.client(MQTT_5).expiry(wish));
        assertThat(answer.properties().number(Property.SESSION_EXPIRY_INTERVAL, ABSENT))
                .isEqualTo(told);
    }

    @Test
    @CloudRule("1.3/session-expiry-absent")
    void without_a_session_expiry_the_session_ends_with_the_connection() {
        WireClient client = live.client(MQTT_5);
        assertThat(login(client).properties().has(Property.SESSION_EXPIRY_INTERVAL))
                .isFalse();
        client.subscribe("TopicA/x");
        client.close();
        live.awaitDisconnected(Stage.DEVICE);
        assertThat(login(live.client(MQTT_5).persistent()).sessionPresent()).isFalse();
    }

    @Test
    void options_lift_the_limits_of_connections() {
        SessionTerms none = new SessionTerms(Duration.ZERO, Duration.ZERO, Duration.ofDays(1));
        live.stage.metadata.limits(Stage.INSTANCE, Limits.with(none));
        ConnAck answer = login(live.client(MQTT_5).keepAlive(50_000).expiry(5));
        assertThat(answer.properties().has(Property.SERVER_KEEP_ALIVE)).isFalse();
        assertThat(answer.properties().has(Property.SESSION_EXPIRY_INTERVAL)).isFalse();
        assertThat(login(live.client(MQTT_5).expiry(LONGEST)).properties().number(Property.SESSION_EXPIRY_INTERVAL, 0))
                .isEqualTo(86_400);
    }

    @Test
    @CloudRule({
        "1.3/connack-wildcards",
        "1.3/connack-subscription-ids",
        "1.3/connack-max-qos",
        "1.3/topic-alias",
        "1.3/packet-size",
        "1.3/qos"
    })
    void connack_says_what_the_service_says() {
        Properties answer = login(live.client(MQTT_5)).properties();
        assertThat(answer.number(Property.WILDCARD_SUBSCRIPTION_AVAILABLE, 1)).isEqualTo(1);
        assertThat(answer.number(Property.SUBSCRIPTION_IDENTIFIER_AVAILABLE, 1)).isEqualTo(1);
        assertThat(answer.number(Property.MAXIMUM_QOS, 2)).isEqualTo(2);
        assertThat(answer.number(Property.TOPIC_ALIAS_MAXIMUM, 0)).isEqualTo(64);
        assertThat(answer.number(Property.MAXIMUM_PACKET_SIZE, 0)).isEqualTo(131_072);
    }

    @Test
    @CloudRule({"1.3/topic-alias", "1.3/connack-subscription-ids"})
    void topic_aliases_and_subscription_identifiers_are_served() {
        WireClient client = live.device(MQTT_5, "modern");
        Properties id = Properties.builder()
                .set(Property.SUBSCRIPTION_IDENTIFIER, 268_435_455)
                .build();
        client.send(new Subscribe(1, List.of(new Subscription("TopicA/x", QoS.AT_MOST_ONCE)), id));
        assertThat(client.next(SubAck.class).reasons()).containsExactly(ReasonCode.SUCCESS);
        Properties alias = Properties.builder().set(Property.TOPIC_ALIAS, 64).build();
        client.send(publish(Topic.of("TopicA/x"), alias));
        client.send(publish(Topic.NONE, alias));
        for (int i = 0; i < 2; i++) {
            Publish message = client.next(Publish.class);
            assertThat(message.topic()).isEqualTo(Topic.of("TopicA/x"));
            assertThat(message.properties().number(Property.SUBSCRIPTION_IDENTIFIER, 0))
                    .isEqualTo(268_435_455);
        }
    }

    private static Publish publish(Topic topic, Properties properties) {
        return new Publish(topic, 0, QoS.AT_MOST_ONCE, false, false, new byte[1], properties);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 65_535})
    @CloudRule("1.3/receive-maximum")
    void no_more_than_the_receive_maximum_of_a_client_is_in_flight(int receiveMaximum) {
        WireClient client = live.client(MQTT_5).receiveMaximum(receiveMaximum);
        login(client);
        client.subscribe("TopicA/x");
        WireClient writer = live.device(MQTT_3_1_1, "writer");
        for (int i = 0; i < 10; i++) {
            writer.publish("TopicA/x", "m" + i);
        }
        for (int i = 0; i < Math.min(10, receiveMaximum); i++) {
            client.next(Publish.class);
        }
        client.expectNothing();
    }

    @ParameterizedTest
    @EnumSource
    @CloudRule("1.3/versions")
    void all_versions_get_in(Version version) {
        WireClient client = live.device(version, "any");
        assertThat(client.subscribe("TopicA/x")).isEqualTo(ReasonCode.GRANTED_QOS_1);
        assertThat(client.publish("TopicA/x", "x")).isEqualTo(ReasonCode.SUCCESS);
        assertThat(client.message()).isEqualTo("TopicA/x x");
    }

    @ParameterizedTest
    @EnumSource
    @CloudRule("1.3/will")
    void a_will_is_published(Version version) {
        WireClient watcher = live.device(MQTT_3_1_1, "watcher");
        watcher.subscribe("TopicA/gone");
        WireClient mortal = live.client(version).will("TopicA/gone", 0);
        login(mortal);
        mortal.close();
        assertThat(watcher.message()).isEqualTo("TopicA/gone ");
    }

    @ParameterizedTest
    @EnumSource
    @CloudRule("1.3/retained")
    void a_retained_message_is_kept(Version version) {
        WireClient writer = live.device(version, "writer");
        writer.send(new Publish(Topic.of("TopicA/x"), 0, QoS.AT_MOST_ONCE, true, false, new byte[0], Properties.NONE));
        writer.send(new Publish(
                Topic.of("TopicA/x"), 0, QoS.AT_MOST_ONCE, true, false, "kept".getBytes(UTF_8), Properties.NONE));
        writer.expectNothing();
        WireClient reader = live.device(version, "reader");
        reader.subscribe("TopicA/#");
        assertThat(reader.message()).isEqualTo("TopicA/x kept");
    }

    @ParameterizedTest
    @EnumSource
    @CloudRule("1.3/shared")
    void members_of_a_shared_subscription_share_messages(Version version) {
        WireClient one = live.device(version, "one");
        one.subscribe("$share/g/TopicA/x");
        WireClient two = live.device(version, "two");
        two.subscribe("$share/g/TopicA/x");
        WireClient writer = live.device(version, "writer");
        writer.publish("TopicA/x", "1");
        writer.publish("TopicA/x", "2");
        assertThat(List.of(one.message(), two.message())).containsExactlyInAnyOrder("TopicA/x 1", "TopicA/x 2");
    }
}
