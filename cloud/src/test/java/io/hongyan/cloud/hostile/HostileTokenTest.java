package io.hongyan.cloud.hostile;

import static io.hongyan.cloud.Stage.reason;
import static io.hongyan.codec.ReasonCode.BAD_USER_NAME_OR_PASSWORD;
import static io.hongyan.codec.ReasonCode.NOT_AUTHORIZED;
import static io.hongyan.codec.ReasonCode.PAYLOAD_FORMAT_INVALID;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.hongyan.broker.auth.AuthResult;
import io.hongyan.broker.auth.Decision;
import io.hongyan.cloud.FakeClient;
import io.hongyan.cloud.Stage;
import io.hongyan.cloud.metadata.AccessKey;
import io.hongyan.cloud.metadata.Profile;
import io.hongyan.cloud.token.TokenType;
import io.hongyan.cloud.token.Tokens;
import io.hongyan.codec.topic.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostileTokenTest {
    private static final Duration HOUR = Duration.ofHours(1);

    private final Stage stage = new Stage();
    private final String token = stage.token(TokenType.RW, HOUR, "TopicA/#");

    @Test
    void a_token_with_any_bit_flipped_is_refused() {
        byte[] right = Base64.getUrlDecoder().decode(token);
        for (int bit = 0; bit < right.length * 8; bit++) {
            byte[] wrong = right.clone();
            wrong[bit / 8] ^= (byte) (1 << (bit % 8));
            String text = Base64.getUrlEncoder().withoutPadding().encodeToString(wrong);
            assertRefused("RW|" + text);
            assertThat(stage.cloud.tokens().query(text)).isInstanceOf(Tokens.Check.Bad.class);
            assertThat(stage.cloud.tokens().revoke(Stage.INSTANCE, text)).isPresent();
        }
    }

    @Test
    void a_token_cut_or_grown_anywhere_is_refused() {
        for (int length = 0; length < token.length(); length++) {
            assertRefused("RW|" + token.substring(0, length));
            assertRefused("RW|" + token.substring(length + 1));
        }
        byte[] right = Base64.getUrlDecoder().decode(token);
        byte[] longer = Arrays.copyOf(right, right.length + 1);
        assertRefused("RW|" + Base64.getUrlEncoder().withoutPadding().encodeToString(longer));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "|",
                "||",
                "RW",
                "RW|",
                "|T",
                "T",
                "RW|T|",
                "|RW|T",
                "RW||T",
                "rw|T",
                "RW|T|RW|T",
                "RW|T|R|x",
                "R|x|RW|T",
                "RW|T|R",
                "RW|T|R|T|W|T|RW|T",
                "RW|T=",
                "RW| T",
                "RW|T\n",
                "RW|\u0000T",
                "RW|\u00fc\u4f60\ud83d\ude00",
                "X|T",
                "R,W|T"
            })
    void a_password_of_another_form_is_refused(String form) {
        assertRefused(form.replace("T", token));
    }

    @Test
    void all_forms_of_a_right_password_get_in() {
        String reading = stage.token(TokenType.R, HOUR, "TopicA/#");
        String writing = stage.token(TokenType.W, HOUR, "TopicA/#");
        for (String password : List.of(
                "RW|" + token,
                "R|" + token,
                "R|" + reading + "|W|" + writing,
                "W|" + writing + "|R|" + reading,
                "W|" + writing + "|RW|" + token + "|R|" + reading)) {
            assertThat(stage.connect(Stage.DEVICE, Stage.TOKEN, password)).isInstanceOf(AuthResult.Admitted.class);
        }
        assertRefused("W|" + reading);
        assertRefused("R|" + writing);
        assertRefused("RW|" + reading);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Token",
                "Token|",
                "Token||",
                "Token|YYYYY",
                "Token|YYYYY|",
                "Token|YYYYY|mqtt-xxxxx|",
                "Token|YYYYY|MQTT-XXXXX",
                "Token|yyyyy|mqtt-xxxxx",
                "Token|YYYYY|open-one",
                "Token|OTHER|mqtt-xxxxx",
                "Token|mqtt-xxxxx|YYYYY",
                " Token|YYYYY|mqtt-xxxxx",
                "Signature|YYYYY|mqtt-xxxxx",
                "DeviceCredential|YYYYY|mqtt-xxxxx"
            })
    void a_token_does_not_help_with_another_user_name(String username) {
        stage.metadata.createAccessKey(new AccessKey("OTHER", "secret"));
        assertThat(reason(stage.connect(Stage.DEVICE, username, "RW|" + token))).isEqualTo(BAD_USER_NAME_OR_PASSWORD);
    }

    @Test
    void a_password_of_any_size_is_answered() {
        assertRefused("RW|" + "A".repeat(1 << 20));
        assertRefused("|".repeat(1 << 18));
        assertRefused("RW|" + token + "|R|" + "=".repeat(1 << 18));
        assertThat(reason(stage.connect(Stage.DEVICE, Stage.SIGNATURE, "A".repeat(1 << 20))))
                .isEqualTo(BAD_USER_NAME_OR_PASSWORD);
        String longName = "Token|" + "A".repeat(30_000) + "|" + "B".repeat(30_000);
        assertThat(reason(stage.connect(Stage.DEVICE, longName, "RW|" + token))).isEqualTo(BAD_USER_NAME_OR_PASSWORD);
    }

    @Test
    void a_token_is_good_to_its_last_millisecond() {
        stage.clock.forward(HOUR.minusMillis(1));
        assertThat(reason(stage.connect(Stage.DEVICE, Stage.TOKEN, "RW|" + token)))
                .isNull();
        stage.clock.forward(Duration.ofMillis(1));
        assertRefused("RW|" + token);
    }

    @Test
    void a_token_opens_its_own_instance_only() {
        stage.metadata.createInstance("mqtt-yyyyy", Profile.CLOUD);
        stage.metadata.createGroup("mqtt-yyyyy", "GID_Test");
        assertThat(reason(stage.connect(Stage.DEVICE, "Token|YYYYY|mqtt-yyyyy", "RW|" + token)))
                .isEqualTo(BAD_USER_NAME_OR_PASSWORD);
    }

    @Test
    void lives_and_resources_have_bounds() {
        long now = stage.clock.wallMillis();
        assertIssued(false, List.of("TopicA"), now + 54_999); // five seconds may pass on the way
        assertIssued(true, List.of("TopicA"), now + 60_000);
        assertIssued(false, List.of("TopicA"), Long.MIN_VALUE);
        assertIssued(false, List.of(), now + 60_000);
        assertIssued(false, List.of("a/#/b"), now + 60_000);
        assertIssued(false, List.of("$share/g/TopicA"), now + 60_000);
        assertIssued(false, List.of(""), now + 60_000);
        List<String> resources = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            resources.add("TopicA/" + i);
        }
        assertIssued(true, resources, now + 60_000);
        resources.add("TopicA/100");
        assertIssued(false, resources, now + 60_000);
        var issue = stage.cloud.tokens().apply("YYYYY", Stage.INSTANCE, List.of("TopicA"), TokenType.R, Long.MAX_VALUE);
        assertThat(issue)
                .isInstanceOfSatisfying(
                        Tokens.Issue.Issued.class,
                        issued -> assertThat(issued.expiresAt())
                                .isEqualTo(now + Duration.ofDays(30).toMillis()));
    }

    private void assertIssued(boolean expected, List<String> resources, long expiresAt) {
        var issue = stage.cloud.tokens().apply("YYYYY", Stage.INSTANCE, resources, TokenType.R, expiresAt);
        assertThat(issue instanceof Tokens.Issue.Issued).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "{}",
                "7",
                "\"token\"",
                "{\"token\":\"T\"}",
                "{\"type\":\"RW\"}",
                "{\"token\":7,\"type\":\"RW\"}",
                "{\"token\":null,\"type\":null}",
                "{\"token\":\"T\",\"type\":\"rw\"}",
                "{\"token\":\"T\",\"type\":[\"RW\"]}",
                "{\"token\":\"T\",\"type\":\"RW\"",
                "{\"token\":\"T\",\"type\":\"RW\"} x",
                "{'token':'T','type':'RW'}"
            })
    void an_upload_of_another_form_changes_nothing(String form) {
        FakeClient client = stage.withTokens("RW|" + token);
        String wide = stage.token(TokenType.RW, HOUR, "#");
        assertThat(reason(client.publish("$SYS/uploadToken", form.replace("T", wide))))
                .isEqualTo(PAYLOAD_FORMAT_INVALID);
        assertThat(reason(client.publish("TopicB/x", ""))).isEqualTo(NOT_AUTHORIZED);
    }

    @Test
    void noise_is_answered_and_never_thrown_at() {
        Random random = new Random(7);
        FakeClient client = stage.withTokens("RW|" + token);
        for (int i = 0; i < 20_000; i++) {
            byte[] noise = new byte[random.nextInt(200)];
            random.nextBytes(noise);
            Decision decision = client.publish(Topic.of("$SYS/uploadToken"), noise);
            assertThat(reason(decision)).isEqualTo(PAYLOAD_FORMAT_INVALID);
            String text = new String(noise, ISO_8859_1);
            assertRefused(text);
            assertRefused("RW|" + text);
            assertThat(stage.cloud.tokens().query(text)).isInstanceOf(Tokens.Check.Bad.class);
        }
    }

    @Test
    void deep_json_does_no_harm() {
        FakeClient client = stage.withTokens("RW|" + token);
        String deep = "{\"token\":" + "[".repeat(60_000) + "]".repeat(60_000) + ",\"type\":\"RW\"}";
        assertThat(reason(client.publish("$SYS/uploadToken", deep))).isEqualTo(PAYLOAD_FORMAT_INVALID);
    }

    private void assertRefused(String password) {
        assertThat(reason(stage.connect(Stage.DEVICE, Stage.TOKEN, password))).isEqualTo(BAD_USER_NAME_OR_PASSWORD);
    }
}
