package io.hongyan.cloud.metadata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hongyan.auth.Signature;
import io.hongyan.broker.auth.Decision;
import io.hongyan.cloud.FakeClient;
import io.hongyan.cloud.Stage;
import io.hongyan.cloud.metadata.AccessRight.Effect;
import io.hongyan.cloud.token.TokenType;
import io.hongyan.cloud.token.Tokens;
import io.hongyan.codec.ReasonCode;
import java.util.List;
import org.junit.jupiter.api.Test;

class AccessRightTest {
    private final Stage stage = new Stage();

    private void rights(AccessRight... rights) {
        stage.metadata.rights("YYYYY", List.of(rights));
    }

    private static AccessRight right(Effect effect, String action, List<String> topics, List<String> groups) {
        return new AccessRight(effect, List.of(action), List.of(), topics, groups);
    }

    @Test
    void a_key_without_rights_may_do_everything() {
        FakeClient device = stage.device(Stage.DEVICE);
        assertThat(device.publish("TopicA/1", "x")).isEqualTo(Decision.ALLOW);
        assertThat(device.subscribe("TopicB/#")).isEqualTo(Decision.ALLOW);
    }

    @Test
    void a_key_that_may_only_publish_lets_in_and_does_not_subscribe() {
        stage.metadata.rights("YYYYY", AccessRight.named("publish-only"));
        FakeClient device = stage.device(Stage.DEVICE);
        assertThat(device.publish("TopicA/1", "x")).isEqualTo(Decision.ALLOW);
        assertThat(Stage.reason(device.subscribe("TopicA/1"))).isEqualTo(ReasonCode.NOT_AUTHORIZED);
    }

    @Test
    void a_key_that_may_neither_publish_nor_subscribe_lets_nobody_in() {
        stage.metadata.rights("YYYYY", AccessRight.named("read-only"));
        assertThat(Stage.reason(stage.connect(Stage.DEVICE, Stage.SIGNATURE, Signature.of("XXXXX", Stage.DEVICE))))
                .isEqualTo(ReasonCode.NOT_AUTHORIZED);
    }

    @Test
    void rights_are_narrowed_to_topics_and_groups() {
        rights(
                right(Effect.ALLOW, "mq:PUB", List.of("TopicA"), List.of()),
                right(Effect.ALLOW, "mq:SUB", List.of("Topic*"), List.of("GID_Te*")));
        FakeClient device = stage.device(Stage.DEVICE);
        assertThat(device.publish("TopicA/1", "x")).isEqualTo(Decision.ALLOW);
        assertThat(Stage.reason(device.publish("TopicB/1", "x"))).isEqualTo(ReasonCode.NOT_AUTHORIZED);
        assertThat(device.subscribe("TopicB/1")).isEqualTo(Decision.ALLOW);
        rights(right(Effect.ALLOW, "mq:SUB", List.of(), List.of("GID_Other")));
        assertThat(Stage.reason(device.publish("TopicA/1", "x"))).isEqualTo(ReasonCode.NOT_AUTHORIZED);
    }

    @Test
    void a_denial_counts_more_than_what_allows() {
        rights(
                right(Effect.ALLOW, "mq:*", List.of(), List.of()),
                right(Effect.DENY, "mq:PUB", List.of("TopicB"), List.of()));
        FakeClient device = stage.device(Stage.DEVICE);
        assertThat(device.publish("TopicA/1", "x")).isEqualTo(Decision.ALLOW);
        assertThat(Stage.reason(device.publish("TopicB/1", "x"))).isEqualTo(ReasonCode.NOT_AUTHORIZED);
    }

    @Test
    void changed_rights_hold_for_clients_that_are_connected_and_take_their_filters() {
        FakeClient device = stage.device(Stage.DEVICE);
        assertThat(device.subscribe("TopicB/1")).isEqualTo(Decision.ALLOW);
        assertThat(device.publish("TopicB/1", "x")).isEqualTo(Decision.ALLOW);
        rights(right(Effect.ALLOW, "mq:*", List.of("TopicA"), List.of()));
        device.turn();
        assertThat(Stage.reason(device.publish("TopicB/1", "x"))).isEqualTo(ReasonCode.NOT_AUTHORIZED);
        assertThat(device.filters()).isEmpty();
    }

    @Test
    void a_token_is_issued_only_for_what_the_account_may_do_itself() {
        rights(right(Effect.ALLOW, "mq:SUB", List.of("TopicA"), List.of()));
        long end = stage.clock.wallMillis() + 3_600_000;
        assertThat(stage.cloud.tokens().apply("YYYYY", Stage.INSTANCE, List.of("TopicA/#"), TokenType.R, end))
                .isInstanceOf(Tokens.Issue.Issued.class);
        assertThat(stage.cloud.tokens().apply("YYYYY", Stage.INSTANCE, List.of("TopicA/#"), TokenType.RW, end))
                .isInstanceOfSatisfying(
                        Tokens.Issue.Refused.class,
                        refused -> assertThat(refused.lacksRight()).isTrue());
        assertThat(stage.cloud.tokens().apply("YYYYY", Stage.INSTANCE, List.of("TopicB/#"), TokenType.R, end))
                .isInstanceOf(Tokens.Issue.Refused.class);
    }

    @Test
    void a_star_stands_for_any_characters() {
        assertThat(AccessRight.matches("mq:*", "mq:PUB")).isTrue();
        assertThat(AccessRight.matches("*", "")).isTrue();
        assertThat(AccessRight.matches("a*b*c", "a1b2c")).isTrue();
        assertThat(AccessRight.matches("a*b*c", "a1b2")).isFalse();
        assertThat(AccessRight.matches("abc", "abcd")).isFalse();
        assertThat(AccessRight.matches("*d", "abcd")).isTrue();
    }

    @Test
    void what_is_no_right_is_refused_with_what_it_should_be() {
        assertThatThrownBy(() -> AccessRight.named("all"))
                .hasMessageContaining("full, publish-only, subscribe-only or read-only, not all");
        assertThatThrownBy(() -> right(Effect.ALLOW, "PUB", List.of(), List.of()))
                .hasMessageContaining("mq: with letters");
        assertThatThrownBy(() -> right(Effect.ALLOW, "mq:*", List.of("a/b"), List.of()))
                .hasMessageContaining("a topic");
        assertThatThrownBy(() -> new AccessRight(Effect.ALLOW, List.of(), List.of(), List.of(), List.of()))
                .hasMessageContaining("at least one action");
    }
}
