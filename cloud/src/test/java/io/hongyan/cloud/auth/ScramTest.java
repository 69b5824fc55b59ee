package io.hongyan.cloud.auth;

import static io.hongyan.cloud.Stage.told;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.hongyan.auth.ScramClient;
import io.hongyan.auth.ScramSecret;
import io.hongyan.broker.auth.AuthExchange;
import io.hongyan.broker.auth.AuthExchange.Step;
import io.hongyan.broker.auth.AuthResult;
import io.hongyan.cloud.Requests;
import io.hongyan.cloud.Stage;
import io.hongyan.cloud.metadata.AccessKey;
import io.hongyan.cloud.metadata.PasswordUser;
import io.hongyan.codec.ReasonCode;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScramTest {
    private static final String HASH = "$2a$04$zVHmKQtGGQob.b/Nc7l9NO8UlrYcW05FiuCj/SxsFO/ZtiN9.mNzy";

    private final Stage stage = new Stage();

    @Test
    void a_user_and_an_access_key_can_log_in() {
        user("ann");
        assertThat(login("meter", null, "ann", "pencil").result()).isInstanceOf(AuthResult.Admitted.class);
        assertThat(login("meter", "ann", "ann", "pencil").result()).isInstanceOf(AuthResult.Admitted.class);
        assertThat(login(Stage.DEVICE, Stage.SIGNATURE, Stage.SIGNATURE, "XXXXX")
                        .result())
                .isInstanceOfSatisfying(AuthResult.Admitted.class, admitted -> {
                    assertThat(admitted.instance()).isEqualTo(Stage.INSTANCE);
                    assertThat(admitted.identity().name()).isEqualTo("YYYYY");
                });
    }

    @Test
    void a_right_proof_does_not_replace_the_other_checks() {
        user("ann");
        assertThat(reason(login("no-group", null, Stage.SIGNATURE, "XXXXX")))
                .isEqualTo(ReasonCode.CLIENT_IDENTIFIER_NOT_VALID);
        assertThat(reason(login("meter", "bob", "ann", "pencil"))).isEqualTo(ReasonCode.BAD_USER_NAME_OR_PASSWORD);
        assertThat(reason(login("meter", null, "Token|YYYYY|mqtt-xxxxx", "XXXXX")))
                .isEqualTo(ReasonCode.BAD_USER_NAME_OR_PASSWORD);
    }

    @Test
    void wrong_passwords_and_unknown_names_look_the_same() {
        user("ann");
        Step.Done wrong = login("meter", null, "ann", "pen");
        assertThat(reason(wrong)).isEqualTo(ReasonCode.BAD_USER_NAME_OR_PASSWORD);
        assertThat(told(login("meter", null, "bob", "pencil").result())).isEqualTo(told(wrong.result()));
        assertThat(told(login(Stage.DEVICE, null, "Signature|ZZZZZ|mqtt-xxxxx", "XXXXX")
                        .result()))
                .isEqualTo(told(wrong.result()));
        assertThat(salt("bob")).isEqualTo(salt("bob")).isNotEqualTo(salt("rob"));
    }

    @Test
    void a_new_secret_of_a_key_holds_at_once() {
        assertThat(login(Stage.DEVICE, null, Stage.SIGNATURE, "XXXXX").result())
                .isInstanceOf(AuthResult.Admitted.class);
        stage.metadata.changeAccessKey(new AccessKey("YYYYY", "other"));
        assertThat(reason(login(Stage.DEVICE, null, Stage.SIGNATURE, "XXXXX")))
                .isEqualTo(ReasonCode.BAD_USER_NAME_OR_PASSWORD);
        assertThat(login(Stage.DEVICE, null, Stage.SIGNATURE, "other").result())
                .isInstanceOf(AuthResult.Admitted.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "n",
                "n,,",
                "n,,n=,r=abc",
                "n,,n=ann,r=",
                "n,,r=abc,n=ann",
                "n,a=root,n=ann,r=abc",
                "p=tls-unique,,n=ann,r=abc",
                "n,,m=ext,n=ann,r=abc",
                "n,,n=a=nn,r=abc"
            })
    void a_first_message_of_another_form_ends_the_exchange(String message) {
        user("ann");
        AuthExchange exchange = exchange("meter", null);
        assertThat(reason(done(exchange, message))).isEqualTo(ReasonCode.BAD_USER_NAME_OR_PASSWORD);
    }

    @Test
    void a_last_message_that_is_tampered_with_is_refused() {
        user("ann");
        for (String tampering : new String[] {"c=biws>c=eSws", "r=>r=x", "c=biws>c=", ",p=>,q=", "c=biws>x=biws"}) {
            String[] change = tampering.split(">", -1);
            AuthExchange exchange = exchange("meter", null);
            ScramClient client = new ScramClient("ann", "pencil", "abc");
            String last = new String(client.answer(challenge(exchange, client)), UTF_8);
            assertThat(reason(done(exchange, last.replace(change[0], change[1]))))
                    .as(tampering)
                    .isEqualTo(ReasonCode.BAD_USER_NAME_OR_PASSWORD);
        }
    }

    @Test
    void data_that_is_absent_or_no_text_is_refused() {
        assertThat(reason((Step.Done) step(exchange("meter", null), null)))
                .isEqualTo(ReasonCode.BAD_USER_NAME_OR_PASSWORD);
        assertThat(reason((Step.Done) step(exchange("meter", null), new byte[] {'n', ',', ',', (byte) 0xff})))
                .isEqualTo(ReasonCode.BAD_USER_NAME_OR_PASSWORD);
        assertThat(reason((Step.Done) step(exchange("meter", null), new byte[100_000])))
                .isEqualTo(ReasonCode.BAD_USER_NAME_OR_PASSWORD);
    }

    @Test
    void another_method_is_not_served() {
        assertThat(stage.authenticator().exchange("SCRAM-SHA-1", Requests.of("meter", null, null)))
                .isNull();
    }

    private void user(String name) {
        ScramSecret secret = ScramSecret.of("pencil", new Random(3));
        stage.metadata.putUser(Stage.OPEN, new PasswordUser(name, HASH, secret));
    }

    private String salt(String name) {
        ScramClient client = new ScramClient(name, "pencil", "abc");
        return new String(challenge(exchange("meter", null), client), UTF_8).split(",", -1)[1];
    }

    private Step.Done login(String clientId, @Nullable String username, String name, String password) {
        AuthExchange exchange = exchange(clientId, username);
        ScramClient client = new ScramClient(name, password, "fyko+d2lbbFgONRv9qkxdawL");
        return (Step.Done) step(exchange, client.answer(challenge(exchange, client)));
    }

    private AuthExchange exchange(String clientId, @Nullable String username) {
        AuthExchange exchange = stage.authenticator().exchange("SCRAM-SHA-256", Requests.of(clientId, username, null));
        assertThat(exchange).isNotNull();
        return exchange;
    }

    private static byte[] challenge(AuthExchange exchange, ScramClient client) {
        return ((Step.Challenge) step(exchange, client.first())).data();
    }

    private static Step.Done done(AuthExchange exchange, String message) {
        return (Step.Done) step(exchange, message.getBytes(UTF_8));
    }

    private static @Nullable ReasonCode reason(Step.Done done) {
        return Stage.reason(done.result());
    }

    private static Step step(AuthExchange exchange, byte @Nullable [] data) {
        CompletableFuture<Step> answer = new CompletableFuture<>();
        exchange.next(data, answer::complete);
        return answer.orTimeout(30, TimeUnit.SECONDS).join();
    }
}
