package io.hongyan.cloud.topic;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GroupIdsTest {
    @Test
    void the_group_stands_before_the_first_separator() {
        assertThat(GroupIds.of("GID_meters@@@0001")).isEqualTo("GID_meters");
        assertThat(GroupIds.of("GID_meters@@@0001@@@x")).isEqualTo("GID_meters");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0001", "GID_meters@@0001", "@@@0001", "GID_meters@@@", "@@@"})
    void a_client_id_without_a_group_or_a_device_is_of_no_group(String clientId) {
        assertThat(GroupIds.of(clientId)).isNull();
    }
}
