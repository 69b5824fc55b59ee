package io.hongyan.cloud.wire;

import static io.hongyan.codec.ReasonCode.GRANTED_QOS_1;
import static io.hongyan.codec.ReasonCode.NOT_AUTHORIZED;
import static io.hongyan.codec.ReasonCode.QUOTA_EXCEEDED;
import static io.hongyan.codec.ReasonCode.SUCCESS;
import static io.hongyan.codec.ReasonCode.UNSPECIFIED_ERROR;
import static io.hongyan.codec.Version.MQTT_3_1;
import static io.hongyan.codec.Version.MQTT_5;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.hongyan.broker.auth.Reactions;
import io.hongyan.broker.event.BrokerEvent;
import io.hongyan.cloud.Limits;
import io.hongyan.cloud.Stage;
import io.hongyan.cloud.token.TokenType;
import io.hongyan.codec.QoS;
import io.hongyan.codec.ReasonCode;
import io.hongyan.codec.Version;
import io.hongyan.codec.packet.Disconnect;
import io.hongyan.codec.packet.Publish;
import io.hongyan.codec.packet.SubAck;
import io.hongyan.codec.packet.Subscribe;
import io.hongyan.codec.packet.Subscription;
import io.hongyan.codec.property.Properties;
import io.hongyan.codec.spec.CloudRule;
import io.hongyan.codec.topic.Topic;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What each kind of refusal does to a client of each version: by default what the service does, where the version has
/// no word for it.
class ReactionTest {
    private static final String LARGE = "x".repeat((64 << 10) + 1);

    private final LiveBroker live = new LiveBroker();

    @AfterEach
    void stop() {
        live.close();
    }

    @ParameterizedTest
    @EnumSource
    @CloudRule("1.7/payload")
    void a_message_that_is_too_large_is_dropped_and_its_sender_stays(Version version) {
        WireClient reader = live.device(version, "reader");
        reader.subscribe("TopicA/x");
        WireClient writer = live.device(version, "writer");
        assertThat(writer.publish("TopicA/x", LARGE)).isEqualTo(version.isV5() ? QUOTA_EXCEEDED : SUCCESS);
        writer.send(atMostOnce("TopicA/x", LARGE));
        assertThat(writer.publish("TopicA/x", "small")).isEqualTo(SUCCESS);
        assertThat(reader.message()).isEqualTo("TopicA/x small");
        assertThat(refusedPublishes()).containsExactly(QUOTA_EXCEEDED, QUOTA_EXCEEDED);
    }

    @ParameterizedTest
    @EnumSource
    @CloudRule("1.7/undeclared")
    void an_unknown_topic_ends_the_connection_of_a_publisher_that_cannot_be_told(Version version) {
        WireClient writer = live.device(version, "writer");
        if (version.isV5()) {
            assertThat(writer.publish("Undeclared/x", "x")).isEqualTo(NOT_AUTHORIZED);
            writer.send(atMostOnce("Undeclared/x", "x"));
            assertThat(writer.next(Disconnect.class).reason()).isEqualTo(NOT_AUTHORIZED);
        } else {
            writer.sendPublish("Undeclared/x", "x");
        }
        assertThat(writer.isClosed()).isTrue();
    }

    @ParameterizedTest
    @EnumSource
    @CloudRule("1.7/undeclared")
    void a_filter_on_an_unknown_topic_ends_the_connection_after_suback(Version version) {
        WireClient reader = live.device(version, "reader");
        assertThat(reader.subscribe("Undeclared/x")).isEqualTo(refused(version, NOT_AUTHORIZED));
        assertEndsUnless5(reader, version);
        assertThat(refusedFilters()).containsExactly(NOT_AUTHORIZED);
    }

    @ParameterizedTest
    @EnumSource
    void the_filters_beside_a_refused_one_are_granted_before_the_end(Version version) {
        WireClient reader = live.device(version, "reader").persistent();
        List<Subscription> wishes = List.of(
                new Subscription("TopicA/x", QoS.AT_LEAST_ONCE), new Subscription("Undeclared/x", QoS.AT_LEAST_ONCE));
        reader.send(new Subscribe(1, wishes, Properties.NONE));
        assertThat(reader.next(SubAck.class).reasons())
                .containsExactly(GRANTED_QOS_1, refused(version, NOT_AUTHORIZED));
        assertEndsUnless5(reader, version);
    }

    @ParameterizedTest
    @EnumSource
    @CloudRule("1.7/rights")
    void a_filter_beyond_the_token_is_explained_by_a_notice_before_the_end(Version version) {
        String token = live.stage.token(TokenType.RW, Duration.ofHours(1), "TopicA/#");
        WireClient reader = live.withTokens(version, "RW|" + token);
        assertThat(reader.subscribe("TopicB/x")).isEqualTo(refused(version, NOT_AUTHORIZED));
        if (!version.isV5()) {
            assertThat(reader.message()).isEqualTo("$SYS/tokenInvalidNotice {\"code\":4,\"type\":\"RW\"}");
        }
        assertEndsUnless5(reader, version);
    }

    @ParameterizedTest
    @EnumSource
    @CloudRule("1.7/filters")
    void the_31st_filter_is_refused_and_the_client_stays(Version version) {
        WireClient reader = live.device(version, "reader");
        for (int i = 0; i < 30; i++) {
            assertThat(reader.subscribe("TopicA/" + i)).isEqualTo(GRANTED_QOS_1);
        }
        assertThat(reader.subscribe("TopicA/30")).isEqualTo(refused(version, QUOTA_EXCEEDED));
        assertIneffective(reader, "TopicA/30", "TopicA/0");
    }

    @ParameterizedTest
    @EnumSource
    @CloudRule("1.3/wildcards-per-topic")
    void a_wildcard_beyond_the_limit_has_no_effect_and_a_client_before_5_0_is_not_told(Version version) {
        live.stage.metadata.limits(Stage.INSTANCE, Limits.counts(30, 1, 25, 1000));
        WireClient reader = live.device(version, "reader");
        assertThat(reader.subscribe("TopicA/0/#")).isEqualTo(GRANTED_QOS_1);
        assertThat(reader.subscribe("TopicA/30/+")).isEqualTo(version.isV5() ? QUOTA_EXCEEDED : GRANTED_QOS_1);
        assertIneffective(reader, "TopicA/30/x", "TopicA/0/x");
    }

    private void assertIneffective(WireClient reader, String silent, String heard) {
        WireClient writer = live.device(MQTT_5, "writer");
        writer.publish(silent, "not heard");
        writer.publish(heard, "heard");
        assertThat(reader.message()).isEqualTo(heard + " heard");
        assertThat(refusedFilters()).containsExactly(QUOTA_EXCEEDED);
    }

    @ParameterizedTest
    @EnumSource
    void by_the_standard_nothing_of_this_ends_a_connection(Version version) {
        live.stage.metadata.limits(Stage.INSTANCE, Limits.with(Reactions.STANDARD));
        WireClient client = live.device(version, "client");
        client.send(atMostOnce("Undeclared/x", "x"));
        assertThat(client.publish("Undeclared/x", "x")).isEqualTo(version.isV5() ? NOT_AUTHORIZED : SUCCESS);
        assertThat(client.subscribe("Undeclared/x")).isEqualTo(refused(version, NOT_AUTHORIZED));
        assertThat(client.subscribe("TopicA/x")).isEqualTo(GRANTED_QOS_1);
        assertThat(client.publish("TopicA/x", "mine")).isEqualTo(SUCCESS);
        assertThat(client.message()).isEqualTo("TopicA/x mine");
    }

    /// What SUBACK says of a refused filter.
    private static ReasonCode refused(Version version, ReasonCode reason) {
        return version.isV5() ? reason : version == MQTT_3_1 ? GRANTED_QOS_1 : UNSPECIFIED_ERROR;
    }

    private static void assertEndsUnless5(WireClient client, Version version) {
        if (version.isV5()) {
            assertThat(client.publish("TopicA/x", "still here").isError()).isFalse();
        } else {
            assertThat(client.isClosed()).isTrue();
        }
    }

    private static Publish atMostOnce(String topic, String payload) {
        return new Publish(
                Topic.of(topic), 0, QoS.AT_MOST_ONCE, false, false, payload.getBytes(UTF_8), Properties.NONE);
    }

    private List<ReasonCode> refusedPublishes() {
        return live.events.stream()
                .filter(BrokerEvent.PublishRefused.class::isInstance)
                .map(event -> ((BrokerEvent.PublishRefused) event).reason())
                .toList();
    }

    private List<ReasonCode> refusedFilters() {
        return live.events.stream()
                .filter(BrokerEvent.SubscribeRefused.class::isInstance)
                .map(event -> ((BrokerEvent.SubscribeRefused) event).reason())
                .toList();
    }
}
