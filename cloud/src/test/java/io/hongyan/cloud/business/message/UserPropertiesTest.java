package io.hongyan.cloud.business.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hongyan.codec.property.UserProperty;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UserPropertiesTest {
    @Test
    void names_and_values_are_a_list_in_their_order() {
        List<UserProperty> given =
                List.of(new UserProperty("k", "v\"1"), new UserProperty("k", "鸿"), new UserProperty("", ""));
        String text = UserProperties.write(given);
        assertThat(text)
                .isEqualTo("[{\"key\":\"k\",\"value\":\"v\\\"1\"},{\"key\":\"k\",\"value\":\"鸿\"},"
                        + "{\"key\":\"\",\"value\":\"\"}]");
        assertThat(UserProperties.read(text)).isEqualTo(given);
        assertThat(UserProperties.read("[]")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{}| no list",
                "[{\"key\":1,\"value\":\"a\"}] | the texts key and value",
                "[{\"key\":\"a\"}] | the texts key and value",
                "[1] | the texts key and value",
                "[{ | mqtt5UserProperty is a list like"
            })
    void what_is_no_such_list_is_refused_with_what_it_should_be(String text, String why) {
        assertThatThrownBy(() -> UserProperties.read(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(why);
    }

    @Test
    void a_text_of_more_than_8_KiB_is_too_long() {
        String value = "鸿".repeat(2800);
        String text = UserProperties.write(List.of(new UserProperty("k", value)));
        assertThat(UserProperties.isTooLong(text)).isTrue();
        assertThat(UserProperties.isTooLong("x".repeat(8192))).isFalse();
        assertThatThrownBy(() -> UserProperties.read(text)).hasMessageContaining("8192 bytes");
    }
}
