package io.hongyan.openapi;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.hongyan.cloud.metadata.AccessKey;
import io.hongyan.cloud.metadata.AccessRight;
import io.hongyan.cloud.metadata.AccessRight.Effect;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A key that is narrowed to a topic or group stays within it: what is about no topic, or no group, is none of its
/// business.
class NarrowedRightsTest {
    private static final String REFUSED = "400 PermissionCheckFailed";
    private static final String CLIENT = "GID_Test@@@1";

    @RegisterExtension
    final ApiStage stage = new ApiStage();

    private AccessKey key = ApiStage.KEY;

    private void rights(List<AccessRight> rights) {
        key = new AccessKey("narrow", "secret").with(rights);
        stage.metadata.snapshot().accessKey("narrow").ifPresent(old -> stage.metadata.deleteAccessKey(old.id()));
        stage.metadata.createAccessKey(key);
    }

    private static List<AccessRight> named(String name, List<String> topics, List<String> groups) {
        List<AccessRight> rights = AccessRight.named(name);
        return (rights.isEmpty() ? List.of(AccessRight.everything()) : rights)
                .stream()
                        .map(right -> right.narrowed(List.of(), topics, groups))
                        .toList();
    }

    private static AccessRight right(Effect effect, String... actions) {
        return new AccessRight(effect, List.of(actions), List.of(), List.of(), List.of());
    }

    private String told(String action, String... parameters) {
        String[] all = Stream.concat(Stream.of("InstanceId", ApiStage.INSTANCE), Stream.of(parameters))
                .toArray(String[]::new);
        var answered = stage.call(key, action, all);
        return answered.status() == 200 ? "200" : answered.status() + " " + answered.code();
    }

    private String send(String topic) {
        return told("SendMessage", "MqttTopic", topic, "Payload", "x");
    }

    @ParameterizedTest
    @ValueSource(strings = {"GID_Test", "GID_Other"})
    void one_that_only_looks_at_a_group_sees_no_secrets(String group) {
        stage.call("RegisterDeviceCredential", "InstanceId", ApiStage.INSTANCE, "ClientId", CLIENT);
        rights(named("read-only", List.of(), List.of(group)));
        assertEquals(REFUSED, told("GetDeviceCredential", "ClientId", CLIENT));
        assertEquals(REFUSED, told("QueryCustomAuthIdentity", "Size", "10"));
        rights(named("read-only", List.of("TopicA"), List.of()));
        assertEquals(REFUSED, told("GetDeviceCredential", "ClientId", CLIENT));
        assertEquals(REFUSED, told("QueryCustomAuthIdentity", "Size", "10"));
    }

    @Test
    void one_of_a_topic_makes_nothing_that_is_of_no_topic() {
        rights(named("full", List.of("TopicA"), List.of()));
        assertEquals("200", send("TopicA/1"));
        assertEquals(REFUSED, send("TopicB/1"));
        assertEquals(REFUSED, told("CreateGroupId", "GroupId", "GID_New"));
        assertEquals(REFUSED, told("RegisterDeviceCredential", "ClientId", CLIENT));
        assertEquals(REFUSED, told("QuerySessionByClientId", "ClientId", CLIENT));
        assertEquals(REFUSED, told("ListTopic"));
        assertEquals(
                REFUSED,
                told(
                        "AddCustomAuthIdentity",
                        "Username",
                        "evil",
                        "Secret",
                        "evil",
                        "IdentityType",
                        "USER",
                        "SignMode",
                        "ORIGIN"));
        long end = stage.clock.wallMillis() + 3_600_000;
        assertEquals("200", token("TopicA/#", end));
        assertEquals("400 ResourcePermissionCheckFailed", token("TopicB/#", end));
    }

    private String token(String topic, long end) {
        return told("ApplyToken", "Resources", topic, "Actions", "R", "ExpireTime", Long.toString(end));
    }

    @Test
    void one_of_a_group_has_to_do_with_its_clients_alone() {
        rights(named("full", List.of(), List.of("GID_Test")));
        assertEquals("200", told("QuerySessionByClientId", "ClientId", CLIENT));
        assertEquals(REFUSED, told("QuerySessionByClientId", "ClientId", "GID_Other@@@1"));
        assertEquals("200", told("BatchQuerySessionByClientIds", "ClientIdList.1", CLIENT));
        assertEquals(
                REFUSED,
                told("BatchQuerySessionByClientIds", "ClientIdList.1", CLIENT, "ClientIdList.2", "GID_Other@@@1"));
        assertEquals("400 ClientNotOnline", told("CloseConnection", "ClientId", CLIENT));
        assertEquals(REFUSED, told("CloseConnection", "ClientId", "GID_Other@@@1"));
        assertEquals(REFUSED, told("CreateTopic", "Topic", "TopicNew"));
        assertEquals(REFUSED, send("TopicA/1"));
    }

    @Test
    void either_right_sends_messages_and_a_denial_of_either_stops_it() {
        AccessRight everything = AccessRight.everything();
        rights(List.of(right(Effect.ALLOW, "mq:PUB")));
        assertEquals("200", send("TopicA/1"));
        rights(List.of(right(Effect.ALLOW, "mq:SendMessage")));
        assertEquals("200", send("TopicA/1"));
        rights(List.of(everything, right(Effect.DENY, "mq:SendMessage")));
        assertEquals(REFUSED, send("TopicA/1"));
        rights(List.of(everything, right(Effect.DENY, "mq:PUB")));
        assertEquals(REFUSED, send("TopicA/1"));
    }
}
