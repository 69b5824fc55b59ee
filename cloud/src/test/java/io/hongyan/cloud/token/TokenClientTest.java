package io.hongyan.cloud.token;

import static io.hongyan.cloud.Stage.reason;
import static io.hongyan.codec.ReasonCode.BAD_USER_NAME_OR_PASSWORD;
import static io.hongyan.codec.ReasonCode.NOT_AUTHORIZED;
import static io.hongyan.codec.ReasonCode.PAYLOAD_FORMAT_INVALID;
import static org.assertj.core.api.Assertions.assertThat;

import io.hongyan.broker.auth.AuthResult;
import io.hongyan.broker.auth.Decision;
import io.hongyan.cloud.FakeClient;
import io.hongyan.cloud.Stage;
import io.hongyan.cloud.metadata.AccessKey;
import io.hongyan.codec.Version;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenClientTest {
    private static final Duration HOUR = Duration.ofHours(1);

    private final Stage stage = new Stage();

    @Test
    void tokens_come_in_any_order_and_permit_together() {
        String read = stage.token(TokenType.R, HOUR, "TopicA/#");
        String write = stage.token(TokenType.W, HOUR, "TopicB/+");
        FakeClient client = stage.withTokens("W|" + write + "|R|" + read);
        assertThat(client.identity().name()).isEqualTo("YYYYY");
        assertThat(client.subscribe("TopicA/x/#")).isEqualTo(Decision.ALLOW);
        assertThat(reason(client.subscribe("TopicB/x"))).isEqualTo(NOT_AUTHORIZED);
        assertThat(client.publish("TopicB/x", "")).isEqualTo(Decision.ALLOW);
        assertThat(reason(client.publish("TopicB/x/y", ""))).isEqualTo(NOT_AUTHORIZED);
        assertThat(client.subscribe("TopicB/p2p/" + Stage.DEVICE)).isEqualTo(Decision.ALLOW);
    }

    @Test
    void a_filter_must_be_covered_whole() {
        FakeClient client = stage.withTokens("R|" + stage.token(TokenType.R, HOUR, "TopicA/+/x", "TopicB"));
        assertThat(client.subscribe("TopicA/y/x")).isEqualTo(Decision.ALLOW);
        assertThat(client.subscribe("TopicA/+/x")).isEqualTo(Decision.ALLOW);
        assertThat(client.subscribe("$share/g/TopicA/+/x")).isEqualTo(Decision.ALLOW);
        assertThat(reason(client.subscribe("TopicA/#"))).isEqualTo(NOT_AUTHORIZED);
        assertThat(reason(client.subscribe("TopicA/+/+"))).isEqualTo(NOT_AUTHORIZED);
        assertThat(reason(client.subscribe("TopicB/p2p/+"))).isEqualTo(NOT_AUTHORIZED);
        assertThat(client.ended()).isNull();
    }

    @Test
    void a_token_for_both_may_be_used_as_less_but_not_the_other_way_round() {
        String both = stage.token(TokenType.RW, HOUR, "TopicA/#");
        String read = stage.token(TokenType.R, HOUR, "TopicA/#");
        assertThat(stage.withTokens("RW|" + both).publish("TopicA/x", "")).isEqualTo(Decision.ALLOW);
        FakeClient reader = stage.withTokens("R|" + both);
        assertThat(reader.subscribe("TopicA/x")).isEqualTo(Decision.ALLOW);
        assertThat(reason(reader.publish("TopicA/x", ""))).isEqualTo(NOT_AUTHORIZED);
        assertThat(reader.sent()).containsExactly("$SYS/tokenInvalidNotice {\"code\":5,\"type\":\"W\"}");
        assertThat(refusal("RW|" + read)).contains("does not permit");
        assertThat(refusal("W|" + read)).contains("does not permit");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "|", "R", "R|", "R|x|", "r|%s", "X|%s", "|%s", "R|%s|W", "R|%s|R|%s", "R|%s|W|x", " R|%s"})
    void a_password_of_another_form_is_refused(String form) {
        String password = form.replace("%s", stage.token(TokenType.R, HOUR, "TopicA/#"));
        assertThat(reason(stage.connect(Stage.DEVICE, Stage.TOKEN, password))).isEqualTo(BAD_USER_NAME_OR_PASSWORD);
    }

    @Test
    void every_token_must_be_good() {
        String good = stage.token(TokenType.R, HOUR, "TopicA/#");
        String revoked = stage.token(TokenType.W, HOUR, "TopicA/#");
        stage.cloud.tokens().revoke(Stage.INSTANCE, revoked);
        assertThat(refusal("R|" + good + "|W|" + revoked)).contains("revoked");
        stage.clock.forward(HOUR);
        assertThat(refusal("R|" + good)).contains("expired").doesNotContain("clock");
        assertThat(((AuthResult.Refused) stage.connect(Stage.DEVICE, Stage.TOKEN, "R|" + good)).forLog())
                .contains(
                        "R token: the token has expired: it was valid until ", ", and the clock of this server says ");
    }

    @Test
    void nobody_learns_which_keys_exist() {
        String good = stage.token(TokenType.R, HOUR, "TopicA/#");
        String here = refusal("R|nonsense");
        assertThat(refusal("Token|ZZZZZ|mqtt-xxxxx", "R|nonsense")).isEqualTo(here);
        assertThat(refusal("Token|ZZZZZ|mqtt-xxxxx", "R|" + good)).isEqualTo(here);
        stage.metadata.createAccessKey(new AccessKey("ZZZZZ", "other"));
        assertThat(refusal("Token|ZZZZZ|mqtt-xxxxx", "R|" + good)).isEqualTo(here);
        assertThat(refusal("Token|YYYYY|open-one", "R|" + good)).isEqualTo(here);
    }

    @Test
    void a_token_that_is_soon_to_end_is_announced_once_and_then_ends_the_connection() {
        long end = stage.clock.wallMillis() + HOUR.toMillis();
        FakeClient client = stage.withTokens("R|" + stage.token(TokenType.R, HOUR, "TopicA/#"));
        move(client, Duration.ofMinutes(55).minusMillis(1));
        assertThat(client.sent()).isEmpty();
        move(client, Duration.ofMillis(1));
        String notice = "$SYS/tokenExpireNotice {\"expireTime\":" + end + ",\"type\":\"R\"}";
        assertThat(client.sent()).containsExactly(notice);
        move(client, Duration.ofMinutes(5).minusMillis(1));
        assertThat(client.sent()).containsExactly(notice);
        assertThat(client.ended()).isNull();
        move(client, Duration.ofMillis(1));
        assertThat(client.sent()).containsExactly(notice, "$SYS/tokenInvalidNotice {\"code\":2,\"type\":\"R\"}");
        assertThat(client.ended()).isEqualTo(NOT_AUTHORIZED);
    }

    @Test
    void a_token_that_is_replaced_in_time_ends_nothing() {
        FakeClient client = stage.withTokens("RW|" + stage.token(TokenType.RW, HOUR, "TopicA/x"));
        move(client, Duration.ofMinutes(56));
        assertThat(client.sent()).hasSize(1);
        assertThat(reason(client.publish("TopicA/y", ""))).isEqualTo(NOT_AUTHORIZED);
        String next = stage.token(TokenType.RW, HOUR, "TopicA/y");
        assertThat(upload(client, next, "RW")).isEqualTo(Decision.ALLOW);
        assertThat(client.publish("TopicA/y", "")).isEqualTo(Decision.ALLOW);
        assertThat(reason(client.publish("TopicA/x", ""))).isEqualTo(NOT_AUTHORIZED);
        client.sent().clear();
        move(client, Duration.ofMinutes(54));
        assertThat(client.sent()).isEmpty();
        move(client, Duration.ofMinutes(1));
        assertThat(client.sent()).hasSize(1);
        move(client, Duration.ofMinutes(5));
        assertThat(client.ended()).isEqualTo(NOT_AUTHORIZED);
    }

    @Test
    void uploading_again_and_again_does_not_pile_up_timers() {
        FakeClient client = stage.withTokens("R|" + stage.token(TokenType.R, HOUR, "TopicA/x"));
        for (int i = 0; i < 100; i++) {
            assertThat(upload(client, stage.token(TokenType.W, HOUR.plusMinutes(i % 7), "TopicA/x"), "W"))
                    .isEqualTo(Decision.ALLOW);
        }
        assertThat(client.timers()).isLessThan(3);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x",
                "[]",
                "null",
                "\"token\"",
                "{}",
                "{\"token\":\"%s\"}",
                "{\"type\":\"R\"}",
                "{\"token\":7,\"type\":\"R\"}",
                "{\"token\":\"%s\",\"type\":\"Q\"}",
                "{\"token\":\"%s\",\"type\":[\"R\"]}",
                "{\"token\":\"%s\",\"type\":\"R\"",
                "{\"token\":{\"token\":{}},\"type\":\"R\"}"
            })
    void an_upload_of_another_form_is_refused(String payload) {
        String token = stage.token(TokenType.R, HOUR, "TopicA/x");
        FakeClient client = stage.withTokens("R|" + token);
        assertThat(reason(client.publish("$SYS/uploadToken", payload.replace("%s", token))))
                .isEqualTo(PAYLOAD_FORMAT_INVALID);
        assertThat(client.ended()).isNull();
    }

    @Test
    void nested_json_without_end_does_no_harm() {
        FakeClient client = stage.withTokens("R|" + stage.token(TokenType.R, HOUR, "TopicA/x"));
        assertThat(reason(client.publish("$SYS/uploadToken", "[".repeat(100_000))))
                .isEqualTo(PAYLOAD_FORMAT_INVALID);
        assertThat(reason(client.publish("$SYS/uploadToken", "[".repeat(200_000))))
                .isEqualTo(PAYLOAD_FORMAT_INVALID);
    }

    @Test
    void uploading_a_bad_token_ends_the_connection() {
        String read = stage.token(TokenType.R, HOUR, "TopicA/x");
        FakeClient wrongType = stage.withTokens("R|" + read);
        assertThat(reason(upload(wrongType, read, "W"))).isEqualTo(NOT_AUTHORIZED);
        assertThat(wrongType.sent()).containsExactly("$SYS/tokenInvalidNotice {\"code\":5,\"type\":\"W\"}");
        assertThat(wrongType.ended()).isEqualTo(NOT_AUTHORIZED);
        FakeClient forged = stage.withTokens("R|" + read);
        assertThat(reason(upload(forged, read.substring(0, read.length() - 8) + "AAAAAAAA", "R")))
                .isEqualTo(NOT_AUTHORIZED);
        assertThat(forged.sent()).containsExactly("$SYS/tokenInvalidNotice {\"code\":8,\"type\":\"R\"}");
        FakeClient unreadable = stage.withTokens("R|" + read);
        assertThat(reason(upload(unreadable, "x", "R"))).isEqualTo(NOT_AUTHORIZED);
        assertThat(unreadable.sent()).containsExactly("$SYS/tokenInvalidNotice {\"code\":1,\"type\":\"R\"}");
    }

    @Test
    void a_publish_outside_the_resources_is_told_before_the_connection_ends() {
        String write = stage.token(TokenType.W, HOUR, "TopicA/x");
        FakeClient client = stage.withTokens("W|" + write);
        assertThat(reason(client.publish("TopicA/y", ""))).isEqualTo(NOT_AUTHORIZED);
        assertThat(client.sent()).containsExactly("$SYS/tokenInvalidNotice {\"code\":4,\"type\":\"W\"}");
        FakeClient five =
                stage.in(stage.connect(Stage.DEVICE, Stage.TOKEN, "W|" + write), Stage.DEVICE, Version.MQTT_5);
        assertThat(reason(five.publish("TopicA/y", ""))).isEqualTo(NOT_AUTHORIZED);
        assertThat(five.sent()).isEmpty();
    }

    @Test
    void revoking_a_token_ends_the_connections_that_use_it() {
        String token = stage.token(TokenType.R, HOUR, "TopicA/x");
        String other = stage.token(TokenType.R, HOUR, "TopicA/x");
        FakeClient user = stage.withTokens("R|" + token);
        FakeClient second = stage.withTokens("R|" + token);
        FakeClient stranger = stage.withTokens("R|" + other);
        FakeClient gone = stage.withTokens("R|" + token);
        gone.leave();
        FakeClient replaced = stage.withTokens("R|" + token);
        assertThat(upload(replaced, other, "R")).isEqualTo(Decision.ALLOW);
        stage.cloud.tokens().revoke(Stage.INSTANCE, token);
        assertThat(user.ended()).isNull(); // not before its shard has its turn
        for (FakeClient client : List.of(user, second, stranger, gone, replaced)) {
            client.turn();
        }
        assertThat(user.sent()).containsExactly("$SYS/tokenInvalidNotice {\"code\":3,\"type\":\"R\"}");
        assertThat(user.ended()).isEqualTo(NOT_AUTHORIZED);
        assertThat(second.ended()).isEqualTo(NOT_AUTHORIZED);
        assertThat(stranger.ended()).isNull();
        assertThat(gone.ended()).isNull();
        assertThat(replaced.ended()).isNull();
    }

    @Test
    void a_token_revoked_while_its_client_comes_in_is_noticed() {
        String token = stage.token(TokenType.R, HOUR, "TopicA/x");
        AuthResult admitted = stage.connect(Stage.DEVICE, Stage.TOKEN, "R|" + token);
        stage.cloud.tokens().revoke(Stage.INSTANCE, token);
        FakeClient client = stage.in(admitted, Stage.DEVICE, Version.MQTT_3_1_1);
        client.turn();
        assertThat(client.ended()).isEqualTo(NOT_AUTHORIZED);
    }

    @Test
    void a_key_that_is_disabled_takes_its_tokens_along() {
        FakeClient client = stage.withTokens("R|" + stage.token(TokenType.R, HOUR, "TopicA/x"));
        stage.metadata.changeAccessKey(new AccessKey("YYYYY", "XXXXX", false, List.of()));
        client.turn();
        assertThat(client.sent()).containsExactly("$SYS/tokenInvalidNotice {\"code\":-1,\"type\":\"R\"}");
        assertThat(client.ended()).isEqualTo(NOT_AUTHORIZED);
    }

    private String refusal(String password) {
        return refusal(Stage.TOKEN, password);
    }

    private String refusal(String username, String password) {
        AuthResult result = stage.connect(Stage.DEVICE, username, password);
        assertThat(reason(result)).isEqualTo(BAD_USER_NAME_OR_PASSWORD);
        return ((AuthResult.Refused) result).why();
    }

    private static Decision upload(FakeClient client, String token, String type) {
        return client.publish("$SYS/uploadToken", "{\"token\":\"" + token + "\",\"type\":\"" + type + "\"}");
    }

    private void move(FakeClient client, Duration by) {
        stage.clock.forward(by);
        client.turn();
    }
}
