package io.hongyan.broker.quota;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConnectionBudgetTest {
    @ParameterizedTest
    @CsvSource({
        "256, 80, 112",
        "1024, 80, 842",
        "65536, 100, 58883",
        "1048576, 100, 1040284",
        "9223372036854775807, 100, 10000000",
        "64, 80, 1",
        "0, 0, 1000000"
    })
    void a_part_of_the_limit_is_kept_for_everything_else(long limit, long open, int connections) {
        assertThat(new ConnectionBudget(limit, open).connections()).isEqualTo(connections);
    }

    @ParameterizedTest
    @CsvSource({"256, 64", "1024, 102", "65536, 6553", "1048576, 8192", "0, 8192"})
    void what_is_kept_is_a_tenth_within_bounds(long limit, int reserved) {
        assertThat(new ConnectionBudget(limit, 80).reserved()).isEqualTo(reserved);
    }

    @Test
    void more_connections_than_descriptors_are_too_many() {
        assertThat(new ConnectionBudget(1024, 80).isTooLittleFor(944)).isFalse();
        assertThat(new ConnectionBudget(1024, 80).isTooLittleFor(945)).isTrue();
        assertThat(new ConnectionBudget(0, 0).isTooLittleFor(Long.MAX_VALUE)).isFalse();
    }

    @Test
    void this_process_has_room_and_has_opened_something() {
        ConnectionBudget present = ConnectionBudget.ofThisProcess();
        assertThat(present.connections()).isPositive();
        assertThat(present.open()).isLessThanOrEqualTo(present.limit());
    }
}
