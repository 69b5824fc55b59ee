package io.hongyan.auth;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MosquittoHashTest {
    /// Made by mosquitto_passwd 2.0.11 -b.
    private static final String HASH = "$7$101$H6q5EF3PfIV/coVI$"
            + "TfiKAmHmprx6lXQ24JKFRqKBwoxVzXZXMcIPlM5Ht9C1vA0PDRr/pjhfDb/lffZueZUlAoShbs/Jy7l257AMkg==";

    @Test
    void the_password_of_mosquitto_passwd_matches_and_no_other() {
        MosquittoHash hash = MosquittoHash.parse(HASH);
        assertThat(hash.matches("pass wörd".getBytes(UTF_8))).isTrue();
        assertThat(hash.matches("pass word".getBytes(UTF_8))).isFalse();
        assertThat(hash.matches(new byte[0])).isFalse();
        assertThat(hash.matches(new byte[] {(byte) 0xff})).isFalse();
        assertThat(hash.toString()).doesNotContain(HASH.substring(10, 20));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "$7$", "$6$salt$hash", "$7$0$c2FsdA==$", "$7$101$c2FsdA==$aGFzaA=="})
    void another_form_is_refused(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> MosquittoHash.parse(text));
    }

    @Test
    void iterations_that_would_hold_a_core_for_minutes_are_refused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> MosquittoHash.parse(HASH.replace("$7$101$", "$7$9999999$")))
                .withMessageContaining("9999999");
    }
}
