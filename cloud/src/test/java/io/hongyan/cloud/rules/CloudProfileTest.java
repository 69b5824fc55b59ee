package io.hongyan.cloud.rules;

import static io.hongyan.cloud.Stage.reason;
import static io.hongyan.codec.ReasonCode.NOT_AUTHORIZED;
import static io.hongyan.codec.ReasonCode.QUOTA_EXCEEDED;
import static io.hongyan.codec.ReasonCode.TOPIC_FILTER_INVALID;
import static io.hongyan.codec.ReasonCode.TOPIC_NAME_INVALID;
import static org.assertj.core.api.Assertions.assertThat;

import io.hongyan.auth.Signature;
import io.hongyan.broker.auth.AuthResult;
import io.hongyan.broker.auth.Decision;
import io.hongyan.broker.auth.Reaction;
import io.hongyan.broker.auth.Reactions;
import io.hongyan.broker.auth.Refusal;
import io.hongyan.cloud.FakeClient;
import io.hongyan.cloud.Limits;
import io.hongyan.cloud.Stage;
import io.hongyan.cloud.metadata.AccessKey;
import io.hongyan.cloud.metadata.Profile;
import io.hongyan.codec.spec.CloudRule;
import io.hongyan.codec.topic.Topic;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CloudProfileTest {
    private final Stage stage = new Stage();
    private final FakeClient device = stage.device(Stage.DEVICE);

    @Test
    @CloudRule("1.7/undeclared")
    void only_declared_parent_topics_can_be_published_to() {
        assertThat(device.publish("TopicA/x", "")).isEqualTo(Decision.ALLOW);
        assertThat(device.publish("TopicA", "")).isEqualTo(Decision.ALLOW);
        assertThat(reason(device.publish("TopicC/x", ""))).isEqualTo(NOT_AUTHORIZED);
        assertThat(reason(device.publish("topica/x", ""))).isEqualTo(NOT_AUTHORIZED);
        assertThat(reason(device.publish("TopicAA/x", ""))).isEqualTo(NOT_AUTHORIZED);
        assertThat(reason(device.publish("/TopicA", ""))).isEqualTo(NOT_AUTHORIZED);
    }

    @Test
    void a_change_of_the_metadata_holds_for_connected_clients() {
        assertThat(reason(device.publish("TopicC/x", ""))).isEqualTo(NOT_AUTHORIZED);
        stage.metadata.createTopic(Stage.INSTANCE, "TopicC", "");
        assertThat(device.publish("TopicC/x", "")).isEqualTo(Decision.ALLOW);
        stage.metadata.deleteTopic(Stage.INSTANCE, "TopicC");
        assertThat(reason(device.publish("TopicC/x", ""))).isEqualTo(NOT_AUTHORIZED);
        stage.metadata.deleteAccessKey("YYYYY");
        assertThat(reason(device.publish("TopicA/x", ""))).isEqualTo(NOT_AUTHORIZED);
        assertThat(reason(device.subscribe("TopicA/x"))).isEqualTo(NOT_AUTHORIZED);
        stage.metadata.createAccessKey(new AccessKey("YYYYY", "XXXXX"));
        assertThat(device.publish("TopicA/x", "")).isEqualTo(Decision.ALLOW);
        stage.metadata.deleteInstance(Stage.INSTANCE);
        assertThat(reason(device.publish("TopicA/x", ""))).isEqualTo(NOT_AUTHORIZED);
        assertThat(reason(device.subscribe("TopicA/x"))).isEqualTo(NOT_AUTHORIZED);
    }

    @Test
    void an_instance_of_the_same_name_does_not_bring_back_the_rights_of_the_old_one() {
        stage.metadata.deleteInstance(Stage.INSTANCE);
        stage.metadata.instanceDeleted(Stage.INSTANCE);
        stage.metadata.createInstance(Stage.INSTANCE, Profile.OPEN);
        assertThat(reason(device.publish("TopicA/x", ""))).isEqualTo(NOT_AUTHORIZED);
    }

    @Test
    @CloudRule("1.7/topic-length")
    void a_topic_has_at_most_64_characters() {
        assertThat(device.publish("TopicA/" + "x".repeat(57), "")).isEqualTo(Decision.ALLOW);
        assertThat(reason(device.publish("TopicA/" + "x".repeat(58), ""))).isEqualTo(TOPIC_NAME_INVALID);
        assertThat(device.subscribe("TopicA/" + "x".repeat(57))).isEqualTo(Decision.ALLOW);
        assertThat(reason(device.subscribe("TopicA/" + "x".repeat(58)))).isEqualTo(TOPIC_FILTER_INVALID);
    }

    @ParameterizedTest
    @ValueSource(strings = {"TopicA/a b", "TopicA/\u00fc", "TopicA/a.b", "TopicA/\t"})
    @CloudRule("1.7/characters")
    void a_topic_holds_documented_characters_only(String topic) {
        assertThat(reason(device.publish(topic, ""))).isEqualTo(TOPIC_NAME_INVALID);
        assertThat(reason(device.subscribe(topic))).isEqualTo(TOPIC_FILTER_INVALID);
    }

    @Test
    @CloudRule("1.7/payload")
    void a_payload_has_at_most_64_kibibytes() {
        assertThat(device.publish(Topic.of("TopicA/x"), new byte[64 << 10])).isEqualTo(Decision.ALLOW);
        assertThat(reason(device.publish(Topic.of("TopicA/x"), new byte[(64 << 10) + 1])))
                .isEqualTo(QUOTA_EXCEEDED);
    }

    @Test
    @CloudRule("1.7/filters")
    void a_client_has_at_most_30_filters() {
        for (int i = 0; i < 30; i++) {
            assertThat(device.subscribe("TopicA/" + i)).isEqualTo(Decision.ALLOW);
        }
        assertThat(reason(device.subscribe("TopicA/30"))).isEqualTo(QUOTA_EXCEEDED);
        device.unsubscribe("TopicA/0");
        assertThat(device.subscribe("TopicA/30")).isEqualTo(Decision.ALLOW);
    }

    @Test
    @CloudRule("1.3/wildcards-per-topic")
    void a_parent_topic_has_at_most_100_filters_with_wildcards() {
        for (int i = 0; i < 100; i++) {
            assertThat(stage.device("GID_Test@@@" + i).subscribe(i % 2 == 0 ? "TopicA/#" : "TopicA/+/x"))
                    .isEqualTo(Decision.ALLOW);
        }
        assertThat(reason(device.subscribe("TopicA/+"))).isEqualTo(QUOTA_EXCEEDED);
        assertThat(reason(device.subscribe("$share/g/TopicA/+"))).isEqualTo(QUOTA_EXCEEDED);
        assertThat(device.subscribe("TopicA/x")).isEqualTo(Decision.ALLOW);
        assertThat(device.subscribe("TopicB/+")).isEqualTo(Decision.ALLOW);
        device.unsubscribe("TopicA/#");
        assertThat(device.subscribe("TopicA/+")).isEqualTo(Decision.ALLOW);
        assertThat(reason(device.subscribe("TopicA/#"))).isEqualTo(QUOTA_EXCEEDED);
    }

    @Test
    void what_was_never_counted_can_be_released() {
        device.unsubscribe("TopicA/#");
        device.unsubscribe("TopicA/#");
        for (int i = 0; i < 100; i++) {
            assertThat(stage.device("GID_Test@@@" + i).subscribe("TopicA/#")).isEqualTo(Decision.ALLOW);
        }
        assertThat(reason(stage.device("GID_Test@@@x").subscribe("TopicA/#"))).isEqualTo(QUOTA_EXCEEDED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"#", "+/x", "+", "$SYS/#", "$SYS/uploadToken", "$share/g/#", "$share/g/$SYS/x", "TopicC/x"})
    @CloudRule("1.7/undeclared")
    void a_filter_begins_with_a_declared_parent_topic(String filter) {
        assertThat(reason(device.subscribe(filter))).isEqualTo(NOT_AUTHORIZED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"$SYS/tokenExpireNotice", "$SYS/tokenInvalidNotice", "TopicA/p2p/GID_Test@@@0001"})
    @CloudRule("1.3/sys-notices")
    void what_comes_without_subscription_may_be_subscribed_to(String filter) {
        assertThat(device.subscribe(filter)).isEqualTo(Decision.ALLOW);
    }

    @Test
    void sizes_can_be_changed() {
        stage.metadata.limits(Stage.INSTANCE, Limits.sizes(200, 200, 1024, 10));
        assertThat(device.publish("TopicA/" + "x".repeat(193), "0123456789")).isEqualTo(Decision.ALLOW);
        assertThat(reason(device.publish("TopicA/" + "x".repeat(194), ""))).isEqualTo(TOPIC_NAME_INVALID);
        assertThat(reason(device.publish("TopicA/x", "01234567890"))).isEqualTo(QUOTA_EXCEEDED);
        FakeClient long200 = stage.device("GID_Test@@@" + "x".repeat(189));
        assertThat(long200.policy().grantedLimits().maxPacketBytes()).isEqualTo(1024);
    }

    @Test
    void counts_can_be_changed() {
        stage.metadata.limits(Stage.INSTANCE, Limits.counts(1, 0, 25, 1000));
        assertThat(reason(device.subscribe("TopicA/+"))).isEqualTo(QUOTA_EXCEEDED);
        assertThat(device.subscribe("TopicA/x")).isEqualTo(Decision.ALLOW);
        assertThat(reason(device.subscribe("TopicA/y"))).isEqualTo(QUOTA_EXCEEDED);
    }

    @Test
    @CloudRule("1.7/characters")
    void without_strict_names_every_visible_character_of_ascii_will_do() {
        StringBuilder visible = new StringBuilder();
        for (char c = '!'; c <= '~'; c++) {
            visible.append(c);
        }
        String topic = "TopicA/" + visible.toString().replace("+", "").replace("#", "");
        assertThat(reason(device.publish(topic, ""))).isEqualTo(TOPIC_NAME_INVALID);
        stage.metadata.limits(Stage.INSTANCE, Limits.anyNames());
        FakeClient named = stage.device("GID_Test@@@" + visible);
        assertThat(named.publish(topic, "")).isEqualTo(Decision.ALLOW);
        assertThat(named.subscribe(topic + "/+/#")).isEqualTo(Decision.ALLOW);
        for (String bad : List.of("a b", "\u00fc", "\u007f", "\t")) {
            assertThat(named.publish("TopicA/" + bad, ""))
                    .isInstanceOfSatisfying(
                            Decision.Deny.class,
                            deny -> assertThat(deny.why())
                                    .contains("visible characters of ASCII only")
                                    .doesNotContain("letters"));
            String id = "GID_Test@@@" + bad;
            assertThat(stage.connect(id, Stage.SIGNATURE, Signature.of("XXXXX", id)))
                    .isInstanceOfSatisfying(
                            AuthResult.Refused.class,
                            refused -> assertThat(refused.why()).contains("visible characters of ASCII only"));
        }
    }

    @Test
    void a_bad_character_is_named_with_what_is_allowed() {
        assertThat(device.publish("TopicA/a.b", ""))
                .isInstanceOfSatisfying(
                        Decision.Deny.class,
                        deny -> assertThat(deny.why())
                                .contains("letters, digits, -, _ and @ only")
                                .contains("8"));
    }

    @Test
    void each_refusal_says_of_what_kind_it_is() {
        stage.metadata.limits(Stage.INSTANCE, Limits.counts(1, 0, 25, 1000));
        assertThat(kind(device.publish("TopicC/x", ""))).isEqualTo(Refusal.UNKNOWN_TOPIC);
        assertThat(kind(device.publish("TopicA/a.b", ""))).isEqualTo(Refusal.INVALID_TOPIC);
        assertThat(kind(device.publish("TopicA/" + "x".repeat(58), ""))).isEqualTo(Refusal.INVALID_TOPIC);
        assertThat(kind(device.publish("TopicA/x", "x".repeat(65_537)))).isEqualTo(Refusal.PAYLOAD);
        assertThat(kind(device.publish("$SYS/uploadToken", ""))).isEqualTo(Refusal.RIGHTS);
        assertThat(kind(device.subscribe("TopicA/#"))).isEqualTo(Refusal.WILDCARDS);
        assertThat(kind(device.subscribe("TopicC/#"))).isEqualTo(Refusal.UNKNOWN_TOPIC);
        assertThat(kind(device.subscribe("#"))).isEqualTo(Refusal.UNKNOWN_TOPIC);
        assertThat(device.subscribe("TopicA/x")).isEqualTo(Decision.ALLOW);
        assertThat(kind(device.subscribe("TopicA/y"))).isEqualTo(Refusal.FILTERS);
        stage.metadata.deleteAccessKey("YYYYY");
        assertThat(kind(device.publish("TopicA/x", ""))).isEqualTo(Refusal.RIGHTS);
        assertThat(kind(device.subscribe("TopicA/z"))).isEqualTo(Refusal.RIGHTS);
    }

    private static @Nullable Refusal kind(Decision decision) {
        return decision instanceof Decision.Deny deny ? deny.kind() : null;
    }

    @Test
    void the_service_closes_for_rights_and_names_and_drops_the_rest() {
        assertThat(device.policy().reactions())
                .isEqualTo(new Reactions(
                        Reaction.CLOSE,
                        Reaction.CLOSE,
                        Reaction.CLOSE,
                        Reaction.DROP,
                        Reaction.DROP,
                        Reaction.REFUSE,
                        Reaction.DROP));
    }

    @Test
    void reactions_can_be_chosen() {
        stage.metadata.limits(Stage.INSTANCE, Limits.with(Reactions.STANDARD));
        assertThat(stage.device("GID_Test@@@2").policy().reactions()).isEqualTo(Reactions.STANDARD);
    }

    @Test
    @CloudRule("1.4/topic")
    void direct_topics_name_their_receiver() {
        var direct = device.policy().directDelivery();
        assertThat(direct.target(Topic.of("TopicA/p2p/GID_Test@@@0002"))).isEqualTo("GID_Test@@@0002");
        assertThat(device.publish("TopicA/p2p/GID_Test@@@0002", "")).isEqualTo(Decision.ALLOW);
        assertThat(reason(device.publish("TopicC/p2p/GID_Test@@@0002", ""))).isEqualTo(NOT_AUTHORIZED);
        String longest = "GID_Test@@@" + "0".repeat(53);
        assertThat(device.publish("TopicA/p2p/" + longest, "")).isEqualTo(Decision.ALLOW);
        assertThat(reason(device.publish("TopicA/p2p/" + longest + "0", ""))).isEqualTo(TOPIC_NAME_INVALID);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "TopicA/p2p",
                "TopicA/p2p/",
                "TopicA/p2p/x/y",
                "TopicA/p2p/x/",
                "TopicA/p2q/x",
                "TopicA/P2P/x",
                "TopicA/x/p2p",
                "/p2p/x",
                "p2p/x",
                "TopicA//p2p/x",
                "TopicA/p2px/y",
                "p"
            })
    @CloudRule("1.4/topic")
    void other_topics_go_to_subscribers(String topic) {
        assertThat(device.policy().directDelivery().target(Topic.of(topic))).isNull();
    }

    @Test
    @CloudRule("1.3/sys-commands")
    void commands_are_taken_and_other_topics_of_the_server_are_not() {
        assertThat(device.publish("$SYS/getOfflineMsg", "{}")).isEqualTo(Decision.ALLOW);
        assertThat(device.ordered()).isFalse();
        assertThat(device.publish("$SYS/enableOrderMsg", "")).isEqualTo(Decision.ALLOW);
        assertThat(device.ordered()).isTrue();
        assertThat(reason(device.publish("$SYS/other", ""))).isEqualTo(NOT_AUTHORIZED);
        assertThat(reason(device.publish("$SYS/uploadToken", "{}"))).isEqualTo(NOT_AUTHORIZED);
    }

    @Test
    void refusals_of_very_long_names_fit_into_a_reason_string() {
        String longest = "x".repeat(65_500);
        for (Decision decision : new Decision[] {
            device.publish(longest, ""), device.subscribe(longest), device.subscribe(longest + "/#"),
        }) {
            assertThat(decision)
                    .isInstanceOfSatisfying(
                            Decision.Deny.class, deny -> assertThat(deny.why()).hasSizeLessThan(300));
        }
    }

    @Test
    void rules_are_made_once_and_not_per_client() {
        assertThat(stage.device("GID_Test@@@2").policy()).isSameAs(device.policy());
    }
}
