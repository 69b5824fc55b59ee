package io.hongyan.cloud.wire;

import static io.hongyan.codec.ReasonCode.SUCCESS;
import static io.hongyan.codec.Version.MQTT_3_1_1;
import static io.hongyan.codec.Version.MQTT_5;
import static org.assertj.core.api.Assertions.assertThat;

import io.hongyan.auth.Signature;
import io.hongyan.broker.event.BrokerEvent;
import io.hongyan.broker.event.DropReason;
import io.hongyan.cloud.Stage;
import io.hongyan.cloud.metadata.AccessKey;
import io.hongyan.cloud.metadata.AclRule;
import io.hongyan.cloud.metadata.AclRule.Action;
import io.hongyan.cloud.metadata.AclRule.Effect;
import io.hongyan.cloud.token.TokenType;
import io.hongyan.codec.ReasonCode;
import io.hongyan.codec.Version;
import io.hongyan.codec.packet.ConnAck;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Who gets what has waited: the same client whatever key it shows, and nobody beyond his rights of now.
class WaitingRightsTest {
    private static final String ID = "GID_Test@@@sleeper";

    private final LiveBroker live = new LiveBroker();

    @AfterEach
    void stop() {
        live.close();
    }

    /// A device that subscribes with all rights, and goes away.
    private void sleeper(Version version) {
        WireClient device = live.client(version).persistent();
        device.login(ID, Stage.SIGNATURE, LiveBroker.signature(ID));
        device.subscribe("TopicA/#");
        device.close();
        live.awaitDisconnected(ID);
    }

    private void publish(String... topics) {
        WireClient writer = live.device(MQTT_5, "writer");
        for (String topic : topics) {
            assertThat(writer.publish(topic, "waits").isError()).isFalse();
        }
    }

    private long dropped() {
        return live.events.stream()
                .filter(event ->
                        event instanceof BrokerEvent.Dropped drop && drop.reason() == DropReason.NOT_AUTHORIZED)
                .count();
    }

    @ParameterizedTest
    @EnumSource(
            value = Version.class,
            names = {"MQTT_3_1_1", "MQTT_5"})
    void a_device_finds_its_session_with_another_key_of_its_instance(Version version) {
        sleeper(version);
        publish("TopicA/1");
        live.stage.metadata.createAccessKey(new AccessKey("NEWKEY", "NEWSECRET"));
        WireClient back = live.client(version).persistent();
        ConnAck answer = back.login(ID, "Signature|NEWKEY|mqtt-xxxxx", Signature.of("NEWSECRET", ID));
        assertThat(answer.sessionPresent()).isTrue();
        assertThat(back.message()).isEqualTo("TopicA/1 waits");
        live.stage.metadata.deleteAccessKey("YYYYY");
        publishWith("NEWKEY", "NEWSECRET", "TopicA/2");
        assertThat(back.message()).isEqualTo("TopicA/2 waits");
    }

    private void publishWith(String key, String secret, String topic) {
        WireClient writer = live.client(MQTT_5);
        String id = "GID_Test@@@another";
        writer.login(id, "Signature|" + key + "|mqtt-xxxxx", Signature.of(secret, id));
        assertThat(writer.publish(topic, "waits")).isEqualTo(SUCCESS);
    }

    @Test
    void a_token_gets_what_waits_in_its_topics_and_nothing_else() {
        sleeper(MQTT_5);
        publish("TopicA/secret", "TopicA/mine/1", "TopicA/p2p/" + ID);
        WireClient holder = live.client(MQTT_5).persistent();
        String token = live.stage.token(TokenType.R, Duration.ofHours(1), "TopicA/mine/#");
        assertThat(holder.login(ID, Stage.TOKEN, "R|" + token).sessionPresent()).isTrue();
        assertThat(holder.message()).isEqualTo("TopicA/mine/1 waits");
        holder.expectNothing();
        assertThat(dropped()).isEqualTo(1);
    }

    @Test
    void a_token_that_only_writes_gets_nothing_of_what_waits() {
        sleeper(MQTT_3_1_1);
        publish("TopicA/secret");
        WireClient holder = live.client(MQTT_3_1_1).persistent();
        String token = live.stage.token(TokenType.W, Duration.ofHours(1), "TopicA/#");
        holder.login(ID, Stage.TOKEN, "W|" + token);
        holder.expectNothing();
        assertThat(dropped()).isEqualTo(1);
    }

    private void rights(String... topics) {
        live.stage.metadata.acl(
                Stage.OPEN,
                java.util.Arrays.stream(topics)
                        .map(topic -> new AclRule(Effect.ALLOW, Action.BOTH, null, topic))
                        .toList());
    }

    private WireClient anonymous(String id, int receiveMaximum) {
        WireClient client = live.client(MQTT_5).persistent().receiveMaximum(receiveMaximum);
        assertThat(client.connect(id, null, null).reason()).isEqualTo(SUCCESS);
        return client;
    }

    @Test
    void what_was_published_after_a_right_was_taken_is_not_delivered_to_who_was_away() {
        rights("a/#", "b/#");
        WireClient reader = anonymous("reader", 10);
        assertThat(reader.subscribe("a/#")).isEqualTo(ReasonCode.GRANTED_QOS_1);
        assertThat(reader.subscribe("b/#")).isEqualTo(ReasonCode.GRANTED_QOS_1);
        reader.close();
        live.awaitDisconnected("reader");
        rights("a/written", "b/#");
        WireClient writer = anonymous("writer", 10);
        assertThat(writer.publish("a/written", "for nobody").isError()).isFalse();
        rights("b/#");
        assertThat(writer.publish("b/1", "allowed").isError()).isFalse();
        WireClient back = anonymous("reader", 10);
        assertThat(back.message()).isEqualTo("b/1 allowed");
        back.expectNothing();
        assertThat(dropped()).isEqualTo(1);
    }

    @Test
    void what_waits_for_a_slow_client_does_not_come_after_its_right_was_taken() {
        rights("a/#", "b/#");
        WireClient reader = anonymous("reader", 1);
        assertThat(reader.subscribe("a/#")).isEqualTo(ReasonCode.GRANTED_QOS_1);
        assertThat(reader.subscribe("b/#")).isEqualTo(ReasonCode.GRANTED_QOS_1);
        WireClient writer = anonymous("writer", 10);
        for (String topic : List.of("a/1", "a/2", "b/1")) {
            assertThat(writer.publish(topic, "x").isError()).isFalse();
        }
        rights("b/#");
        assertThat(reader.message()).as("it was under way").isEqualTo("a/1 x");
        assertThat(reader.message()).isEqualTo("b/1 x");
        reader.expectNothing();
        assertThat(dropped()).isEqualTo(1);
    }
}
