package io.hongyan.cloud.business;

import static org.assertj.core.api.Assertions.assertThat;

import io.hongyan.cloud.Stage;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Goal: an operator reads who tried to log in, and never a token.
class ShownUserTest {
    private static final String TOKEN = "VG9rZW5Ub2tlblRva2Vu";

    private final Systems systems = new Systems(new Stage());

    private static String shown(String parts, boolean custom) {
        return new BusinessCredentials(Systems.base64(parts), new byte[0], "", custom).shownUser();
    }

    @Test
    void it_is_the_name_and_the_instance() {
        assertThat(shown("0:mqtt-xxxxx:YYYYY", false)).isEqualTo("YYYYY of instance mqtt-xxxxx");
        assertThat(shown("0:mqtt-xxxxx:STS.1:" + TOKEN, false)).isEqualTo("STS.1 of instance mqtt-xxxxx");
        assertThat(shown("0:mqtt-xxxxx:a:b", true)).isEqualTo("a:b of instance mqtt-xxxxx");
    }

    @Test
    void a_long_name_is_cut() {
        assertThat(shown("0:i:" + "x".repeat(1000), false)).isEqualTo("x".repeat(100) + "... of instance i");
        assertThat(new BusinessCredentials("y".repeat(999), new byte[0], "", false).shownUser())
                .isEqualTo("y".repeat(100) + "...");
    }

    @Test
    void a_temporary_key_that_is_shown_as_a_custom_identity_keeps_its_token() {
        assertThat(shown("0:mqtt-xxxxx:STS.1:" + TOKEN, true)).isEqualTo("STS.1:*** of instance mqtt-xxxxx");
        String user = "0:" + Stage.INSTANCE + ":STS.1:" + TOKEN;
        assertThat(Systems.refused(systems.signed(user, "s", true)).forLog())
                .contains("custom user STS.1:***")
                .doesNotContain(TOKEN);
    }

    @ParameterizedTest
    @ValueSource(strings = {"guest", "YYYYY", "", "0:mqtt-xxxxx:YYYYY", "MDptcXR0LXh4eHh4OllZWVlZWQ"})
    void another_form_is_shown_as_it_came(String user) {
        assertThat(new BusinessCredentials(user, new byte[0], "", false).shownUser())
                .isEqualTo(user);
    }

    @Test
    void another_form_keeps_its_token_too() {
        String text = "1:mqtt-xxxxx:STS.1:" + TOKEN + "?>";
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        String right = Base64.getEncoder().encodeToString(bytes);
        for (String user : new String[] {
            text,
            right,
            right.substring(0, right.length() - 3),
            right.replaceAll("=*$", ""),
            Base64.getUrlEncoder().encodeToString(bytes),
            Base64.getMimeEncoder(40, new byte[] {'\n'}).encodeToString(bytes)
        }) {
            assertThat(new BusinessCredentials(user, new byte[0], "", false).shownUser())
                    .isEqualTo("1:mqtt-xxxxx:STS.1:***");
            assertThat(Systems.refused(systems.raw(user, "x", "", false)).forLog())
                    .endsWith(": 1:mqtt-xxxxx:STS.1:***");
        }
    }
}
