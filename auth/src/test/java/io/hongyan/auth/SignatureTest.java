package io.hongyan.auth;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SignatureTest {
    @ParameterizedTest
    @CsvSource({"XXXXX, vI009IZJZVGRwBwZvnbwjfuXxVM=", "MySecretKey123, RiE+aGuJwN40TCURgmit5nwNB8w="})
    void a_client_id_is_signed_as_the_cloud_service_does(String secret, String password) {
        assertThat(Signature.of(secret, "GID_Test@@@0001")).isEqualTo(password);
        assertThat(Signature.matches(Hmac.sha1Key(secret), "GID_Test@@@0001", password.getBytes(UTF_8)))
                .isTrue();
        assertThat(Signature.matches(Hmac.sha1Key(secret), "GID_Test@@@0002", password.getBytes(UTF_8)))
                .isFalse();
    }

    @Test
    void an_empty_secret_or_client_id_is_refused_by_name() {
        assertThatThrownBy(() -> Signature.of("", "a")).hasMessageContaining("SecretKey is empty");
        assertThatThrownBy(() -> Signature.of("s", "")).hasMessageContaining("client id is empty");
    }

    @Test
    void a_user_name_is_written_and_read_in_the_same_form() {
        ServiceUserName name = ServiceUserName.of(ServiceUserName.SIGNATURE, "YYYYY", "mqtt-xxxxx");
        assertThat(name).hasToString("Signature|YYYYY|mqtt-xxxxx");
        assertThat(ServiceUserName.read(name.toString())).isEqualTo(name);
        assertThat(ServiceUserName.read("Token|YYYYY")).isEqualTo(new ServiceUserName("Token", "YYYYY", ""));
        assertThat(ServiceUserName.read("signature|YYYYY|mqtt-xxxxx")).isNull();
        assertThat(ServiceUserName.read("bob")).isNull();
    }

    @Test
    void a_user_name_that_could_not_be_taken_apart_again_is_not_made() {
        assertThatThrownBy(() -> ServiceUserName.of(ServiceUserName.TOKEN, "Y|Y", "mqtt-xxxxx"))
                .hasMessage("the AccessKey has a '|' in it: Y|Y");
        assertThatThrownBy(() -> ServiceUserName.of(ServiceUserName.TOKEN, "YYYYY", ""))
                .hasMessage("the instance id is empty");
    }
}
