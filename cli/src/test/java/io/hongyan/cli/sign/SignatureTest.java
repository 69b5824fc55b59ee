package io.hongyan.cli.sign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SignatureTest {
    @ParameterizedTest
    @CsvSource({"XXXXX, vI009IZJZVGRwBwZvnbwjfuXxVM=", "MySecretKey123, RiE+aGuJwN40TCURgmit5nwNB8w="})
    void a_client_id_is_signed_as_the_cloud_service_does(String secret, String password) {
        Signature signature = Signature.of("YYYYY", secret, "mqtt-xxxxx", "GID_Test@@@0001");

        assertThat(signature.username()).isEqualTo("Signature|YYYYY|mqtt-xxxxx");
        assertThat(signature.password()).isEqualTo(password);
    }

    @Test
    void an_empty_part_is_refused_by_name() {
        assertThatThrownBy(() -> Signature.of("YYYYY", "", "mqtt-xxxxx", "a")).hasMessageContaining("SecretKey");
    }

    @Test
    void a_bar_in_a_part_of_the_user_name_is_refused() {
        assertThatThrownBy(() -> Signature.of("Y|Y", "s", "mqtt-xxxxx", "a")).hasMessageContaining("'|'");
    }
}
