package io.hongyan.auth;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ScramTest {
    /// The example of RFC 7677, chapter 3.
    private static final String CLIENT_FIRST = "n,,n=user,r=rOprNGfwEbeRWgbNEkqO";

    private static final String SERVER_FIRST =
            "r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096";
    private static final String CLIENT_FINAL = "c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,"
            + "p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=";
    private static final String SERVER_FINAL = "v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=";

    @Test
    void the_client_of_the_standards_example_proves_itself_and_knows_the_server_by_its_proof() {
        ScramClient client = new ScramClient("user", "pencil", "rOprNGfwEbeRWgbNEkqO");
        assertThat(client.first()).asString().isEqualTo(CLIENT_FIRST);
        assertThat(client.answer(bytes(SERVER_FIRST))).asString().isEqualTo(CLIENT_FINAL);
        client.verify(bytes(SERVER_FINAL));
        for (String wrong : List.of("v=AAAA", "v=*", "", "e=other-error", "x=" + SERVER_FINAL.substring(2))) {
            assertThatThrownBy(() -> client.verify(bytes(wrong))).as(wrong).isInstanceOf(SecurityException.class);
        }
    }

    @Test
    void the_server_of_the_standards_example_challenges_and_proves_itself() {
        byte[] salt = Base64.getDecoder().decode("W22ZaJ0SNY7soEsUEjb6gQ==");
        ScramServer.Request request = ScramServer.read(bytes(CLIENT_FIRST));
        assertThat(request).isNotNull();
        assertThat(request.name()).isEqualTo("user");
        ScramServer server = request.start(ScramSecret.of("pencil", salt, 4096), "%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0");
        assertThat(server.challenge()).asString().isEqualTo(SERVER_FIRST);
        assertThat(server.finish(bytes(CLIENT_FINAL))).asString().isEqualTo(SERVER_FINAL);
    }

    @Test
    void no_server_is_believed_before_its_challenge_was_answered() {
        ScramClient client = new ScramClient("user", "pencil", "abc");
        assertThatThrownBy(() -> client.verify(bytes(SERVER_FINAL))).isInstanceOf(SecurityException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "r=abc,s=AAAA,i=4096",
                "r=xyz1,s=AAAA,i=4096",
                "r=abc1,s=AAAA,i=1",
                "r=abc1,s=AAAA,i=10000001",
                "r=abc1,s=AAAA,i=many",
                "r=abc1,i=4096",
                "r=abc1,s=*,i=4096",
                "r=abc1,s=,i=4096",
                "m=ext,r=abc1,s=AAAA,i=4096"
            })
    void a_challenge_that_would_make_the_proof_cheap_is_not_answered(String challenge) {
        ScramClient client = new ScramClient("user", "pencil", "abc");
        assertThatThrownBy(() -> client.answer(bytes(challenge))).isInstanceOf(SecurityException.class);
    }

    @Test
    void any_name_and_any_password_go_through_both_sides() {
        Random random = new Random(7);
        for (String name : List.of("a", "a,b=c", "=2C", "张三", ",")) {
            for (String password : List.of("p", "pass,=word", "口令", "\u2168 \uFF21e\u0301", "\u00BD")) {
                assertThat(logsIn(name, password, password, random))
                        .as(name + " " + password)
                        .isTrue();
                assertThat(logsIn(name, password, password + "x", random))
                        .as(name + " " + password)
                        .isFalse();
            }
        }
    }

    /// `Ⅸ` and `IX` are the same for SASLprep: what a keyboard makes of a password does not decide.
    @Test
    void a_password_is_normalized_on_both_sides() {
        assertThat(logsIn("a", "\u2168", "IX", new Random(1))).isTrue();
        assertThat(logsIn("a", "IX", "\u2168", new Random(1))).isTrue();
    }

    private static boolean logsIn(String name, String stored, String given, Random random) {
        ScramClient client = new ScramClient(name, given, "fyko+d2lbbFgONRv9qkxdawL");
        ScramServer.Request request = ScramServer.read(client.first());
        assertThat(request).isNotNull();
        assertThat(request.name()).isEqualTo(name);
        ScramServer server = request.start(ScramSecret.of(stored, random), "3rfcNHYJY1ZVvWVs7j");
        byte[] proof = server.finish(client.answer(server.challenge()));
        if (proof != null) {
            client.verify(proof);
        }
        return proof != null;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }
}
