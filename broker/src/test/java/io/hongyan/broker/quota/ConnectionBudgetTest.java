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
        "65536, 100, 64412",
        "9223372036854775807, 100, 10000000",
        "64, 80, 1",
        "0, 0, 1000000"
    })
    void a_part_of_the_limit_is_kept_for_everything_else(long limit, long open, int connections) {
        assertThat(new ConnectionBudget(limit, open).connections()).isEqualTo(connections);
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
