package io.hongyan.cloud.auth;

import static io.hongyan.cloud.Stage.reason;
import static io.hongyan.cloud.Stage.told;
import static io.hongyan.codec.ReasonCode.BAD_USER_NAME_OR_PASSWORD;
import static io.hongyan.codec.ReasonCode.CLIENT_IDENTIFIER_NOT_VALID;
import static io.hongyan.codec.ReasonCode.NOT_AUTHORIZED;
import static org.assertj.core.api.Assertions.assertThat;

import io.hongyan.auth.Signature;
import io.hongyan.broker.auth.AuthResult;
import io.hongyan.cloud.Stage;
import io.hongyan.cloud.metadata.AccessKey;
import io.hongyan.codec.spec.CloudRule;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SignatureTest {
    private static final String RIGHT = "vI009IZJZVGRwBwZvnbwjfuXxVM=";

    private final Stage stage = new Stage();

    @Test
    void the_documented_example_gets_in() {
        AuthResult result = stage.connect(Stage.DEVICE, Stage.SIGNATURE, RIGHT);
        assertThat(result).isInstanceOfSatisfying(AuthResult.Admitted.class, admitted -> {
            assertThat(admitted.instance()).isEqualTo(Stage.INSTANCE);
            assertThat(admitted.identity().name()).isEqualTo("YYYYY");
        });
    }

    @Test
    void signatures_are_those_of_the_documentation() {
        assertThat(Signature.of("XXXXX", Stage.DEVICE)).isEqualTo(RIGHT);
        assertThat(Signature.of("MySecretKey123", Stage.DEVICE)).isEqualTo("RiE+aGuJwN40TCURgmit5nwNB8w=");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "vI009IZJZVGRwBwZvnbwjfuXxVN=",
                "vI009IZJZVGRwBwZvnbwjfuXxVM",
                "vI009IZJZVGRwBwZvnbwjfuXxVM==",
                "XXXXX",
                "!!!!!!!!!!!!!!!!!!!!!!!!!!!!",
                "RiE+aGuJwN40TCURgmit5nwNB8w="
            })
    void a_wrong_password_is_refused(String password) {
        assertThat(reason(stage.connect(Stage.DEVICE, Stage.SIGNATURE, password)))
                .isEqualTo(BAD_USER_NAME_OR_PASSWORD);
    }

    @Test
    void nobody_learns_what_was_wrong() {
        AuthResult wrongPassword = told(stage.connect(Stage.DEVICE, Stage.SIGNATURE, "x"));
        assertThat(told(stage.connect(Stage.DEVICE, "Signature|YYYYZ|mqtt-xxxxx", "x")))
                .isEqualTo(wrongPassword);
        assertThat(told(stage.connect(Stage.DEVICE, "Signature|YYYYZ|mqtt-xxxxx", RIGHT)))
                .isEqualTo(wrongPassword);
        assertThat(told(stage.connect(Stage.DEVICE, "Signature|YYYYY|mqtt-other", RIGHT)))
                .isEqualTo(wrongPassword);
        assertThat(told(stage.connect(Stage.DEVICE, "Signature|YYYYY", RIGHT))).isEqualTo(wrongPassword);
        assertThat(told(stage.connect(Stage.DEVICE, "Signature||", RIGHT))).isEqualTo(wrongPassword);
        assertThat(told(stage.connect(Stage.DEVICE, "Signature|", null))).isEqualTo(wrongPassword);
        assertThat(told(stage.connect("bad id", Stage.SIGNATURE, "x"))).isEqualTo(wrongPassword);
        assertThat(told(stage.connect("GID_Other@@@1", Stage.SIGNATURE, "x"))).isEqualTo(wrongPassword);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0001",
                "GID_Test",
                "GID_Test@@@",
                "@@@0001",
                "GID_Test@@0001",
                "GID_Test@@@a/b",
                "GID_Test@@@a+b",
                "GID_Test@@@a#",
                "GID_Test@@@\u00fc",
                "GID_Test@@@0123456789012345678901234567890123456789012345678901234"
            })
    @CloudRule("1.7/client-id")
    void a_client_id_of_another_form_is_refused(String clientId) {
        String password = Signature.of("XXXXX", clientId);
        assertThat(reason(stage.connect(clientId, Stage.SIGNATURE, password))).isEqualTo(CLIENT_IDENTIFIER_NOT_VALID);
    }

    @Test
    @CloudRule("1.7/client-id")
    void a_client_id_of_64_characters_gets_in() {
        String clientId = "GID_Test@@@" + "0".repeat(53);
        assertThat(clientId).hasSize(64);
        assertThat(stage.device(clientId).clientId()).isEqualTo(clientId);
    }

    @Test
    @CloudRule("1.7/undeclared")
    void a_group_has_to_be_declared() {
        String clientId = "GID_Late@@@1";
        String password = Signature.of("XXXXX", clientId);
        assertThat(reason(stage.connect(clientId, Stage.SIGNATURE, password))).isEqualTo(NOT_AUTHORIZED);
        stage.metadata.createGroup(Stage.INSTANCE, "GID_Late");
        assertThat(stage.device(clientId).instance()).isEqualTo(Stage.INSTANCE);
        stage.metadata.deleteGroup(Stage.INSTANCE, "GID_Late");
        assertThat(reason(stage.connect(clientId, Stage.SIGNATURE, password))).isEqualTo(NOT_AUTHORIZED);
    }

    @Test
    void a_key_opens_only_its_instances_and_only_while_it_is_enabled() {
        stage.metadata.changeAccessKey(new AccessKey("YYYYY", "XXXXX", true, List.of(Stage.OPEN)));
        assertThat(reason(stage.connect(Stage.DEVICE, Stage.SIGNATURE, RIGHT))).isEqualTo(BAD_USER_NAME_OR_PASSWORD);
        stage.metadata.changeAccessKey(new AccessKey("YYYYY", "XXXXX", true, List.of(Stage.INSTANCE)));
        assertThat(reason(stage.connect(Stage.DEVICE, Stage.SIGNATURE, RIGHT))).isNull();
        stage.metadata.changeAccessKey(new AccessKey("YYYYY", "XXXXX", false, List.of()));
        assertThat(reason(stage.connect(Stage.DEVICE, Stage.SIGNATURE, RIGHT))).isEqualTo(BAD_USER_NAME_OR_PASSWORD);
        stage.metadata.changeAccessKey(new AccessKey("YYYYY", "MySecretKey123"));
        assertThat(reason(stage.connect(Stage.DEVICE, Stage.SIGNATURE, RIGHT))).isEqualTo(BAD_USER_NAME_OR_PASSWORD);
        assertThat(reason(stage.connect(Stage.DEVICE, Stage.SIGNATURE, "RiE+aGuJwN40TCURgmit5nwNB8w=")))
                .isNull();
    }

    @Test
    void a_signature_lets_any_client_id_into_an_open_instance() {
        String password = Signature.of("XXXXX", "meter 7");
        assertThat(reason(stage.connect("meter 7", "Signature|YYYYY|open-one", password)))
                .isNull();
    }
}
