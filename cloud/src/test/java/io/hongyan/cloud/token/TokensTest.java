package io.hongyan.cloud.token;

import static org.assertj.core.api.Assertions.assertThat;

import io.hongyan.cloud.Stage;
import io.hongyan.cloud.metadata.AccessKey;
import io.hongyan.cloud.metadata.Profile;
import io.hongyan.cloud.token.Tokens.Check;
import io.hongyan.cloud.token.Tokens.Issue;
import io.hongyan.codec.spec.CloudRule;
import io.hongyan.codec.topic.Topic;
import io.hongyan.codec.topic.TopicFilter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TokensTest {
    private final Stage stage = new Stage();
    private final Tokens tokens = stage.cloud.tokens();

    @Test
    void a_token_says_what_was_asked_for() {
        String text = stage.token(TokenType.RW, Duration.ofHours(1), "TopicB/+", "TopicA/#", "TopicA/#");
        assertThat(text).matches("[A-Za-z0-9_-]+");
        assertThat(tokens.query(text)).isInstanceOfSatisfying(Check.Good.class, good -> {
            assertThat(good.token().instance()).isEqualTo(Stage.INSTANCE);
            assertThat(good.token().accessKey()).isEqualTo("YYYYY");
            assertThat(good.token().type()).isEqualTo(TokenType.RW);
            assertThat(good.token().resources()).extracting(TopicFilter::text).containsExactly("TopicA/#", "TopicB/+");
            assertThat(good.token().expiresAt())
                    .isEqualTo(stage.clock.wallMillis() + Duration.ofHours(1).toMillis());
        });
        assertThat(stage.token(TokenType.RW, Duration.ofHours(1), "TopicA/#")).isNotEqualTo(text);
    }

    @Test
    @CloudRule("1.7/token-life")
    void a_token_lives_at_least_a_minute_and_at_most_30_days() {
        Duration asked = Duration.ofSeconds(60).minusSeconds(5); // those that a request may take on its way
        assertThat(issue(asked.minusMillis(1), "TopicA")).isInstanceOf(Issue.Refused.class);
        assertThat(issue(asked, "TopicA")).isInstanceOf(Issue.Issued.class);
        assertThat(issue(Duration.ofDays(-1), "TopicA")).isInstanceOf(Issue.Refused.class);
        assertThat(issue(Duration.ofDays(400), "TopicA"))
                .isInstanceOfSatisfying(
                        Issue.Issued.class,
                        issued -> assertThat(issued.expiresAt())
                                .isEqualTo(stage.clock.wallMillis()
                                        + Duration.ofDays(30).toMillis()));
    }

    @Test
    @CloudRule("1.7/token-resources")
    void a_token_has_1_to_100_resources() {
        List<String> names = new ArrayList<>();
        assertThat(issue(Duration.ofHours(1))).isInstanceOf(Issue.Refused.class);
        for (int i = 0; i < 100; i++) {
            names.add("TopicA/" + i + "/" + "x".repeat(50));
        }
        Issue most = issue(Duration.ofHours(1), names.toArray(String[]::new));
        assertThat(most)
                .isInstanceOfSatisfying(
                        Issue.Issued.class,
                        issued -> assertThat(error(issued.text())).isNull());
        names.add("TopicB");
        assertThat(issue(Duration.ofHours(1), names.toArray(String[]::new))).isInstanceOf(Issue.Refused.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a/#/b", "a+", "$share/g/a"})
    void a_resource_is_a_filter(String resource) {
        assertThat(issue(Duration.ofHours(1), resource)).isInstanceOf(Issue.Refused.class);
        assertThat(issue(Duration.ofHours(1), "x".repeat(257))).isInstanceOf(Issue.Refused.class);
    }

    @Test
    void only_a_key_that_opens_the_instance_gets_tokens() {
        long end = stage.clock.wallMillis() + 100_000;
        assertThat(tokens.apply("ZZZZZ", Stage.INSTANCE, List.of("TopicA"), TokenType.R, end))
                .isInstanceOf(Issue.Refused.class);
        assertThat(tokens.apply("YYYYY", "no-such", List.of("TopicA"), TokenType.R, end))
                .isInstanceOf(Issue.Refused.class);
        String text = stage.token(TokenType.R, Duration.ofHours(1), "TopicA");
        stage.metadata.changeAccessKey(new AccessKey("YYYYY", "XXXXX", true, List.of(Stage.OPEN)));
        assertThat(error(text)).isEqualTo(TokenError.ACCOUNT_NOT_AUTHORIZED);
        assertThat(tokens.apply("YYYYY", Stage.INSTANCE, List.of("TopicA"), TokenType.R, end))
                .isInstanceOf(Issue.Refused.class);
    }

    @Test
    void a_token_ends() {
        String text = stage.token(TokenType.R, Duration.ofMinutes(1), "TopicA");
        stage.clock.forward(Duration.ofMinutes(1).minusMillis(1));
        assertThat(error(text)).isNull();
        stage.clock.forward(Duration.ofMillis(1));
        assertThat(error(text)).isEqualTo(TokenError.EXPIRED);
        assertThat(tokens.revoke(Stage.INSTANCE, text)).isEmpty();
        assertThat(stage.metadata.snapshot().revokedTokens()).isEmpty();
    }

    @Test
    void a_revoked_token_is_void() {
        String text = stage.token(TokenType.R, Duration.ofHours(1), "TopicA");
        String other = stage.token(TokenType.R, Duration.ofHours(1), "TopicA");
        assertThat(tokens.revoke(Stage.INSTANCE, text)).isEmpty();
        assertThat(tokens.revoke(Stage.INSTANCE, text)).isEmpty();
        assertThat(error(text)).isEqualTo(TokenError.REVOKED);
        assertThat(error(other)).isNull();
        assertThat(tokens.revoke(Stage.INSTANCE, "nonsense")).contains(TokenError.FORGED);
    }

    @Test
    void no_bit_of_a_token_can_be_changed() {
        String text = stage.token(TokenType.R, Duration.ofHours(1), "TopicA/x");
        byte[] bytes = java.util.Base64.getUrlDecoder().decode(text);
        for (int bit = 0; bit < bytes.length * 8; bit++) {
            byte[] forged = bytes.clone();
            forged[bit / 8] ^= (byte) (1 << (bit % 8));
            String forgedText =
                    java.util.Base64.getUrlEncoder().withoutPadding().encodeToString(forged);
            assertThat(error(forgedText)).isIn(TokenError.BAD_SIGNATURE, TokenError.FORGED);
        }
    }

    @Test
    void nonsense_is_no_token() {
        Random random = new Random(5);
        for (int i = 0; i < 2000; i++) {
            byte[] bytes = new byte[random.nextInt(200)];
            random.nextBytes(bytes);
            if (bytes.length > 0 && i % 2 == 0) {
                bytes[0] = 1;
            }
            String text = java.util.Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
            assertThat(error(text)).isIn(TokenError.BAD_SIGNATURE, TokenError.FORGED);
        }
        assertThat(error("\u00fc|~ not base64")).isEqualTo(TokenError.FORGED);
        assertThat(error("A".repeat(100_000))).isEqualTo(TokenError.FORGED);
    }

    @ParameterizedTest
    @CsvSource({
        "TopicA, TopicA, true",
        "TopicA, TopicA/x, false",
        "TopicA/#, TopicA, true",
        "TopicA/+, TopicA/x, true",
        "TopicA/+, TopicA/x/y, false",
        "TopicA, TopicA/p2p/GID_Test@@@1, true",
        "TopicB, TopicA/p2p/GID_Test@@@1, false",
        "TopicA/x, TopicA/p2p/GID_Test@@@1, false",
        "TopicA/p2p/GID_Test@@@1, TopicA/p2p/GID_Test@@@1, true",
        "TopicA/p2p/GID_Test@@@1, TopicA/p2p/GID_Test@@@2, false"
    })
    @CloudRule("1.3/wildcards")
    void a_resource_covers_topics(String resource, String topic, boolean covered) {
        Token token = new Token("t", "i", 1, "k", TokenType.W, List.of(TopicFilter.parse(resource)), 1);
        assertThat(token.covers(Topic.of(topic))).isEqualTo(covered);
    }

    @Test
    void a_token_is_not_for_a_later_instance_of_the_name_of_a_deleted_one() {
        String text = stage.token(TokenType.R, Duration.ofHours(1), "TopicA");
        stage.metadata.deleteInstance(Stage.INSTANCE);
        assertThat(error(text)).isEqualTo(TokenError.REVOKED);
        stage.metadata.instanceDeleted(Stage.INSTANCE);
        stage.clock.forward(Duration.ofMillis(1));
        stage.metadata.createInstance(Stage.INSTANCE, Profile.CLOUD);
        assertThat(error(text)).isEqualTo(TokenError.REVOKED);
        assertThat(error(stage.token(TokenType.R, Duration.ofHours(1), "TopicA")))
                .isNull();
    }

    @Test
    void a_token_is_called_back_by_its_own_instance_alone() {
        String text = stage.token(TokenType.R, Duration.ofHours(1), "TopicA");
        assertThat(tokens.revoke(Stage.OPEN, text)).contains(TokenError.ACCOUNT_NOT_AUTHORIZED);
        assertThat(error(text)).isNull();
    }

    private Issue issue(Duration life, String... resources) {
        long end = stage.clock.wallMillis() + life.toMillis();
        return tokens.apply("YYYYY", Stage.INSTANCE, List.of(resources), TokenType.R, end);
    }

    private @Nullable TokenError error(String text) {
        return tokens.query(text) instanceof Check.Bad bad ? bad.error() : null;
    }
}
