package io.hongyan.cloud.wire;

import static io.hongyan.codec.ReasonCode.NOT_AUTHORIZED;
import static io.hongyan.codec.ReasonCode.QUOTA_EXCEEDED;
import static io.hongyan.codec.ReasonCode.SUCCESS;
import static io.hongyan.codec.Version.MQTT_3_1_1;
import static io.hongyan.codec.Version.MQTT_5;
import static org.assertj.core.api.Assertions.assertThat;

import io.hongyan.broker.event.BrokerEvent;
import io.hongyan.cloud.Limits;
import io.hongyan.cloud.Stage;
import io.hongyan.cloud.token.TokenType;
import io.hongyan.codec.QoS;
import io.hongyan.codec.ReasonCode;
import io.hongyan.codec.Version;
import io.hongyan.codec.packet.ConnAck;
import io.hongyan.codec.packet.Disconnect;
import io.hongyan.codec.packet.Publish;
import io.hongyan.codec.property.Properties;
import io.hongyan.codec.property.Property;
import io.hongyan.codec.spec.CloudRule;
import io.hongyan.codec.topic.Topic;
import io.hongyan.codec.wire.PacketEncoder;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class OverTheWireTest {
    private final LiveBroker live = new LiveBroker();

    @AfterEach
    void stop() {
        live.close();
    }

    @ParameterizedTest
    @EnumSource(Version.class)
    void a_device_reaches_those_who_subscribed(Version version) {
        WireClient reader = live.device(version, "reader");
        assertThat(reader.subscribe("TopicA/+/up")).isEqualTo(ReasonCode.GRANTED_QOS_1);
        WireClient writer = live.device(version, "writer");
        assertThat(writer.publish("TopicA/7/up", "warm")).isEqualTo(SUCCESS);
        assertThat(reader.message()).isEqualTo("TopicA/7/up warm");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "b", "c", "d", "e", "f"})
    @CloudRule("1.4/no-subscription")
    void a_direct_message_reaches_its_receiver_on_any_shard_and_nobody_else(String device) {
        WireClient bystander = live.device(MQTT_3_1_1, "bystander");
        assertThat(bystander.subscribe("TopicA/#")).isEqualTo(ReasonCode.GRANTED_QOS_1);
        WireClient receiver = live.device(MQTT_3_1_1, device);
        WireClient writer = live.device(MQTT_5, "writer");
        String topic = "TopicA/p2p/GID_Test@@@" + device;
        assertThat(writer.publish(topic, "psst")).isEqualTo(SUCCESS);
        assertThat(receiver.message()).isEqualTo(topic + " psst");
        assertThat(writer.publish("TopicA/all", "loud")).isEqualTo(SUCCESS);
        assertThat(bystander.message()).isEqualTo("TopicA/all loud");
    }

    @Test
    @CloudRule("1.4/rights")
    void a_direct_message_needs_the_right_of_its_sender_alone() {
        String elsewhere = live.stage.token(TokenType.R, Duration.ofHours(1), "TopicB/#");
        WireClient receiver = live.withTokens(MQTT_3_1_1, "R|" + elsewhere);
        String topic = "TopicA/p2p/" + Stage.DEVICE;
        String id = "GID_Test@@@sender";
        WireClient stranger = live.client(MQTT_5);
        stranger.login(id, Stage.TOKEN, "W|" + live.stage.token(TokenType.W, Duration.ofHours(1), "TopicA/x"));
        assertThat(stranger.publish(topic, "forbidden")).isEqualTo(NOT_AUTHORIZED);
        WireClient sender = live.client(MQTT_5);
        sender.login(id, Stage.TOKEN, "W|" + live.stage.token(TokenType.W, Duration.ofHours(1), "TopicA/p2p/#"));
        assertThat(sender.publish(topic, "allowed")).isEqualTo(SUCCESS);
        assertThat(receiver.message()).isEqualTo(topic + " allowed");
    }

    @Test
    @CloudRule("1.4/offline")
    void a_direct_message_waits_for_a_persistent_receiver_when_its_sender_is_persistent() {
        WireClient receiver = live.client(MQTT_3_1_1).persistent();
        String id = "GID_Test@@@sleeper";
        receiver.login(id, Stage.SIGNATURE, LiveBroker.signature(id));
        receiver.close();
        live.awaitDisconnected(id);
        WireClient forgetful = live.device(MQTT_3_1_1, "forgetful");
        assertThat(forgetful.publish("TopicA/p2p/" + id, "lost")).isEqualTo(SUCCESS);
        WireClient sender = live.client(MQTT_3_1_1).persistent();
        String senderId = "GID_Test@@@sender";
        sender.login(senderId, Stage.SIGNATURE, LiveBroker.signature(senderId));
        assertThat(sender.publish("TopicA/p2p/" + id, "kept")).isEqualTo(SUCCESS);
        WireClient back = live.client(MQTT_3_1_1).persistent();
        assertThat(back.login(id, Stage.SIGNATURE, LiveBroker.signature(id)).sessionPresent())
                .isTrue();
        assertThat(back.message()).isEqualTo("TopicA/p2p/" + id + " kept");
    }

    @Test
    void a_refused_login_has_the_codes_of_its_version() {
        String undeclared = "GID_Other@@@1";
        assertThat(refusal(MQTT_3_1_1, Stage.DEVICE, "wrong")).isEqualTo(4);
        assertThat(refusal(MQTT_3_1_1, undeclared, LiveBroker.signature(undeclared)))
                .isEqualTo(5);
        assertThat(refusal(MQTT_3_1_1, "free", LiveBroker.signature("free"))).isEqualTo(2);
        WireClient client = live.client(MQTT_5);
        ConnAck answer = client.connect(Stage.DEVICE, Stage.SIGNATURE, "wrong");
        assertThat(answer.reason()).isEqualTo(ReasonCode.BAD_USER_NAME_OR_PASSWORD);
        assertThat(answer.properties().text(Property.REASON_STRING))
                .isEqualTo("unknown user or instance, or wrong password");
        assertThat(client.isClosed()).isTrue();
    }

    private int refusal(Version version, String clientId, String password) {
        WireClient client = live.client(version);
        int code = PacketEncoder.connAckReturnCode(
                client.connect(clientId, Stage.SIGNATURE, password).reason());
        assertThat(client.isClosed()).isTrue();
        return code;
    }

    @Test
    void a_refused_publish_closes_before_5_0_and_is_answered_since() {
        WireClient old = live.device(MQTT_3_1_1, "old");
        old.sendPublish("Undeclared/x", "x");
        assertThat(old.isClosed()).isTrue();
        WireClient recent = live.device(MQTT_5, "recent");
        assertThat(recent.publish("Undeclared/x", "x")).isEqualTo(NOT_AUTHORIZED);
        assertThat(recent.publish("TopicA/x", "x".repeat((64 << 10) + 1))).isEqualTo(QUOTA_EXCEEDED);
        assertThat(recent.publish("TopicA/" + "x".repeat(58), "x")).isEqualTo(ReasonCode.TOPIC_NAME_INVALID);
        assertThat(recent.publish("TopicA/x", "x".repeat(64 << 10)).isError()).isFalse();
    }

    @Test
    @CloudRule("1.3/packet-size")
    void a_packet_of_5_0_is_128_kib_at_most_and_an_earlier_client_has_the_limit_of_the_broker() {
        WireClient recent = live.client(MQTT_5);
        ConnAck answer = recent.login("GID_Test@@@5", Stage.SIGNATURE, LiveBroker.signature("GID_Test@@@5"));
        assertThat(answer.properties().number(Property.MAXIMUM_PACKET_SIZE, 0)).isEqualTo(128 << 10);
        int around = 1 + 3 + 2 + "TopicA/x".length() + 2 + 1;
        assertThat(recent.publish("TopicA/x", "x".repeat((128 << 10) - around))).isEqualTo(QUOTA_EXCEEDED);
        recent.sendPublish("TopicA/x", "x".repeat((128 << 10) - around + 1));
        assertThat(recent.next(Disconnect.class).reason()).isEqualTo(ReasonCode.PACKET_TOO_LARGE);
        assertThat(recent.isClosed()).isTrue();
        WireClient old = live.device(MQTT_3_1_1, "old");
        assertThat(old.publish("TopicA/x", "x".repeat(1 << 20))).isEqualTo(SUCCESS);
        assertThat(live.events)
                .filteredOn(BrokerEvent.PublishRefused.class::isInstance)
                .map(event -> ((BrokerEvent.PublishRefused) event).clientId())
                .containsExactly("GID_Test@@@5", "GID_Test@@@old");
    }

    @Test
    void the_31st_filter_is_refused_and_an_old_one_may_be_renewed() {
        WireClient client = live.device(MQTT_5, "many");
        for (int i = 0; i < 30; i++) {
            assertThat(client.subscribe("TopicA/" + i)).isEqualTo(ReasonCode.GRANTED_QOS_1);
        }
        assertThat(client.subscribe("TopicA/30")).isEqualTo(QUOTA_EXCEEDED);
        assertThat(client.subscribe("TopicA/29")).isEqualTo(ReasonCode.GRANTED_QOS_1);
        WireClient old = live.device(MQTT_3_1_1, "old");
        assertThat(old.subscribe("Undeclared/x")).isEqualTo(ReasonCode.UNSPECIFIED_ERROR);
    }

    @Test
    void filters_with_wildcards_are_given_back_when_sessions_end() {
        for (int round = 0; round < 6; round++) {
            WireClient client = live.device(MQTT_5, "round" + round);
            for (int i = 0; i < 25; i++) {
                assertThat(client.subscribe("TopicA/" + i + "/+")).isEqualTo(ReasonCode.GRANTED_QOS_1);
            }
            client.close();
            live.awaitDisconnected("GID_Test@@@round" + round);
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Version.class,
            names = {"MQTT_3_1_1", "MQTT_5"})
    @CloudRule("1.3/sys-notices")
    void a_token_that_ends_is_announced_and_then_ends_the_connection(Version version) {
        long end = live.stage.clock.wallMillis() + Duration.ofHours(1).toMillis();
        String token = live.stage.token(TokenType.RW, Duration.ofHours(1), "TopicA/#");
        WireClient client = live.withTokens(version, "RW|" + token);
        live.stage.clock.forward(Duration.ofMinutes(55).plusSeconds(1));
        assertThat(client.message()).isEqualTo("$SYS/tokenExpireNotice {\"expireTime\":" + end + ",\"type\":\"RW\"}");
        assertThat(client.publish("TopicA/x", "still")).matches(code -> !code.isError());
        live.stage.clock.forward(Duration.ofMinutes(5));
        assertEnded(client, version, 2, "RW");
    }

    @ParameterizedTest
    @EnumSource(
            value = Version.class,
            names = {"MQTT_3_1_1", "MQTT_5"})
    void a_revoked_token_ends_the_connection(Version version) {
        String token = live.stage.token(TokenType.R, Duration.ofHours(1), "TopicA/#");
        WireClient client = live.withTokens(version, "R|" + token);
        assertThat(client.subscribe("TopicA/x")).isEqualTo(ReasonCode.GRANTED_QOS_1);
        assertThat(live.stage.cloud.tokens().revoke(Stage.INSTANCE, token)).isEmpty();
        assertEnded(client, version, 3, "R");
        WireClient again = live.client(version);
        assertThat(again.connect(Stage.DEVICE, Stage.TOKEN, "R|" + token)
                        .reason()
                        .isError())
                .isTrue();
    }

    @Test
    @CloudRule("1.3/sys-commands")
    void an_uploaded_token_brings_new_rights_once_it_is_acknowledged() {
        String narrow = live.stage.token(TokenType.RW, Duration.ofHours(1), "TopicA/#");
        String wide = live.stage.token(TokenType.RW, Duration.ofHours(2), "TopicA/#", "TopicB/#");
        WireClient client = live.withTokens(MQTT_5, "RW|" + narrow);
        assertThat(client.publish("TopicB/x", "x")).isEqualTo(NOT_AUTHORIZED);
        assertThat(client.subscribe("TopicB/x")).isEqualTo(NOT_AUTHORIZED);
        assertThat(client.publish("$SYS/uploadToken", "{\"token\":\"" + wide + "\",\"type\":\"RW\"}"))
                .isEqualTo(SUCCESS);
        assertThat(client.subscribe("TopicB/x")).isEqualTo(ReasonCode.GRANTED_QOS_1);
        assertThat(client.publish("TopicB/x", "x")).isEqualTo(SUCCESS);
        assertThat(client.message()).isEqualTo("TopicB/x x");
        assertThat(live.stage.cloud.tokens().revoke(Stage.INSTANCE, narrow)).isEmpty();
        assertThat(client.publish("TopicB/x", "y")).isEqualTo(SUCCESS);
        assertThat(client.message()).isEqualTo("TopicB/x y");
    }

    @ParameterizedTest
    @EnumSource(
            value = Version.class,
            names = {"MQTT_3_1_1", "MQTT_5"})
    void a_forged_upload_ends_the_connection_unacknowledged(Version version) {
        String token = live.stage.token(TokenType.RW, Duration.ofHours(1), "TopicA/#");
        WireClient client = live.withTokens(version, "RW|" + token);
        client.sendPublish("$SYS/uploadToken", "{\"token\":\"nonsense\",\"type\":\"RW\"}");
        assertEnded(client, version, 1, "RW");
    }

    @ParameterizedTest
    @EnumSource(
            value = Version.class,
            names = {"MQTT_3_1_1", "MQTT_5"})
    void an_uploaded_token_for_less_takes_filters_away_and_says_so(Version version) {
        String wide = live.stage.token(TokenType.RW, Duration.ofHours(1), "TopicA/#", "TopicB/#");
        String narrow = live.stage.token(TokenType.RW, Duration.ofHours(2), "TopicA/#");
        WireClient client = live.withTokens(version, "RW|" + wide);
        client.subscribe("TopicA/x");
        client.subscribe("TopicB/x");
        assertThat(client.publish("$SYS/uploadToken", "{\"token\":\"" + narrow + "\",\"type\":\"RW\"}"))
                .isEqualTo(SUCCESS);
        assertThat(client.message()).isEqualTo("$SYS/tokenInvalidNotice {\"code\":4,\"type\":\"RW\"}");
        WireClient writer = live.device(version, "writer");
        writer.publish("TopicB/x", "forbidden");
        writer.publish("TopicA/x", "allowed");
        assertThat(client.message()).isEqualTo("TopicA/x allowed");
        assertThat(live.events)
                .anyMatch(e -> e instanceof BrokerEvent.SubscribeRefused refused
                        && refused.filter().equals("TopicB/x")
                        && refused.reason() == NOT_AUTHORIZED);
    }

    @Test
    void a_publish_beyond_the_token_that_cannot_be_answered_is_explained_in_5_0_too() {
        String token = live.stage.token(TokenType.RW, Duration.ofHours(1), "TopicA/#");
        WireClient client = live.withTokens(MQTT_5, "RW|" + token);
        client.send(new Publish(Topic.of("TopicB/x"), 0, QoS.AT_MOST_ONCE, false, false, new byte[0], Properties.NONE));
        assertThat(client.message()).isEqualTo("$SYS/tokenInvalidNotice {\"code\":4,\"type\":\"RW\"}");
        Disconnect end = client.next(Disconnect.class);
        assertThat(end.reason()).isEqualTo(NOT_AUTHORIZED);
        assertThat(end.properties().text(Property.REASON_STRING)).contains("TopicB/x");
        assertThat(client.isClosed()).isTrue();
        assertThat(live.events)
                .anyMatch(e -> e instanceof BrokerEvent.PublishRefused refused
                        && refused.clientId().equals(Stage.DEVICE)
                        && refused.topic().equals("TopicB/x")
                        && refused.reason() == NOT_AUTHORIZED);
    }

    @Test
    @CloudRule("1.7/rights")
    void a_publish_beyond_the_token_is_explained_before_the_end() {
        String token = live.stage.token(TokenType.RW, Duration.ofHours(1), "TopicA/#");
        WireClient beyond = live.withTokens(MQTT_3_1_1, "RW|" + token);
        beyond.sendPublish("TopicB/x", "x");
        assertEnded(beyond, MQTT_3_1_1, 4, "RW");
        String reading = live.stage.token(TokenType.R, Duration.ofHours(1), "TopicA/#");
        WireClient reader = live.withTokens(MQTT_3_1_1, "R|" + reading);
        reader.sendPublish("TopicA/x", "x");
        assertThat(reader.message()).startsWith("$SYS/tokenInvalidNotice {\"code\":5,");
        assertThat(reader.isClosed()).isTrue();
    }

    @Test
    void a_session_that_comes_back_with_fewer_rights_loses_filters() {
        String wide = live.stage.token(TokenType.RW, Duration.ofHours(1), "TopicA/#", "TopicB/#");
        WireClient client = live.client(MQTT_3_1_1).persistent();
        client.login(Stage.DEVICE, Stage.TOKEN, "RW|" + wide);
        client.subscribe("TopicA/x");
        client.subscribe("TopicB/x");
        client.close();
        live.awaitDisconnected(Stage.DEVICE);
        String narrow = live.stage.token(TokenType.RW, Duration.ofHours(1), "TopicA/#");
        WireClient back = live.client(MQTT_3_1_1).persistent();
        assertThat(back.login(Stage.DEVICE, Stage.TOKEN, "RW|" + narrow).sessionPresent())
                .isTrue();
        WireClient writer = live.device(MQTT_3_1_1, "writer");
        writer.publish("TopicB/x", "forbidden");
        writer.publish("TopicA/x", "allowed");
        assertThat(back.message()).isEqualTo("TopicA/x allowed");
    }

    @ParameterizedTest
    @EnumSource
    @CloudRule("1.3/will")
    void a_will_beyond_the_rules_is_dropped_and_its_client_let_in(Version version) {
        live.stage.metadata.limits(Stage.INSTANCE, Limits.sizes(64, 64, 1 << 20, 1000));
        String token = live.stage.token(TokenType.RW, Duration.ofHours(1), "TopicA/#");
        signed(live.client(version).will("Undeclared/x", 1));
        signed(live.client(version).will("TopicA/x", 1001));
        signed(live.client(version).will("TopicA/" + "x".repeat(64), 1));
        live.client(version).will("TopicB/x", 1).login(Stage.DEVICE, Stage.TOKEN, "RW|" + token);
        signed(live.client(version).will("TopicA/x", 1000));
        assertThat(live.events)
                .filteredOn(BrokerEvent.WillDropped.class::isInstance)
                .map(event -> ((BrokerEvent.WillDropped) event).reason())
                .containsExactly(
                        NOT_AUTHORIZED, ReasonCode.QUOTA_EXCEEDED, ReasonCode.TOPIC_NAME_INVALID, NOT_AUTHORIZED);
    }

    private static void signed(WireClient client) {
        client.login(Stage.DEVICE, Stage.SIGNATURE, LiveBroker.signature(Stage.DEVICE));
    }

    @Test
    @CloudRule("1.3/sys-commands")
    void commands_are_acknowledged_and_other_topics_of_the_server_are_dropped() {
        WireClient client = live.device(MQTT_3_1_1, "old");
        assertThat(client.publish("$SYS/enableOrderMsg", "{\"order\":\"true\"}"))
                .isEqualTo(SUCCESS);
        assertThat(client.publish("$SYS/getOfflineMsg", "{}")).isEqualTo(SUCCESS);
        assertThat(client.publish("$SYS/broker/connection/bridge/state", "1")).isEqualTo(SUCCESS);
        assertThat(client.publish("$SYS/enableOrderMsg", "{}")).isEqualTo(SUCCESS);
        assertThat(live.device(MQTT_5, "recent").publish("$SYS/broker/uptime", "0"))
                .isEqualTo(NOT_AUTHORIZED);
    }

    @Test
    void tenants_do_not_hear_each_other() {
        WireClient open = live.client(MQTT_5);
        open.login("listener", "Signature|YYYYY|open-one", LiveBroker.signature("listener"));
        assertThat(open.subscribe("#")).isEqualTo(ReasonCode.GRANTED_QOS_1);
        WireClient device = live.device(MQTT_5, "d");
        device.publish("TopicA/x", "secret");
        device.publish("TopicA/p2p/listener", "secret");
        WireClient neighbour = live.client(MQTT_5);
        neighbour.login("speaker", "Signature|YYYYY|open-one", LiveBroker.signature("speaker"));
        neighbour.publish("any/topic", "hello");
        assertThat(open.message()).isEqualTo("any/topic hello");
    }

    private static void assertEnded(WireClient client, Version version, int code, String type) {
        assertThat(client.message())
                .isEqualTo("$SYS/tokenInvalidNotice {\"code\":" + code + ",\"type\":\"" + type + "\"}");
        if (version.isV5()) {
            assertThat(client.next(Disconnect.class).reason()).isEqualTo(NOT_AUTHORIZED);
        }
        assertThat(client.isClosed()).isTrue();
    }
}
