package io.hongyan.cloud.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hongyan.broker.SystemClock;
import io.hongyan.cloud.metadata.AccessKey;
import io.hongyan.cloud.secret.TemporaryKeys.Issued;
import io.hongyan.cloud.secret.TemporaryKeys.Opened;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TemporaryKeysTest {
    private static final AccessKey KEY = new AccessKey("AK", "s");

    private final Random random = new Random(1);
    private final TemporaryKeys keys =
            new TemporaryKeys(new SecretBox(new byte[32], random), new SystemClock(), random);

    @Test
    void a_token_says_with_what_its_key_signs_whose_rights_it_has_and_until_when() {
        Issued issued = keys.issue(KEY, 900);
        assertThat(issued.id()).startsWith("STS.");
        assertThat(keys.open(issued.id(), issued.token()))
                .returns("AK", Opened::source)
                .returns(issued.secret(), Opened::secret)
                .returns(issued.expires(), Opened::expires)
                .returns(true, opened -> opened.isOf(KEY))
                .returns(false, opened -> opened.isOf(new AccessKey("AK", "another")));
        assertThat(issued.token() + issued + keys.open(issued.id(), issued.token()))
                .doesNotContain(issued.secret());
    }

    @Test
    void a_token_belongs_to_one_key() {
        Issued issued = keys.issue(KEY, 900);
        String other = keys.issue(KEY, 900).id();
        assertThatThrownBy(() -> keys.open(other, issued.token())).isInstanceOf(SecretException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "AAAA", "no Base64!", "鸿雁"})
    void what_is_no_token_is_refused(String token) {
        assertThatThrownBy(() -> keys.open("STS.a", token)).isInstanceOf(SecretException.class);
        assertThatThrownBy(() -> keys.open("STS.a", "A".repeat(4097))).isInstanceOf(SecretException.class);
    }

    @Test
    void a_key_that_is_disabled_makes_none() {
        assertThatThrownBy(() -> keys.issue(KEY.enabled(false), 900)).hasMessageContaining("AK is disabled");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 899, 43_201})
    void a_life_that_is_too_short_or_too_long_is_refused(int seconds) {
        assertThatThrownBy(() -> keys.issue(KEY, seconds)).hasMessageContaining("900 to 43200 seconds, not " + seconds);
    }
}
