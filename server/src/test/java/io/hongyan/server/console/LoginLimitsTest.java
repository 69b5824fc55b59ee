package io.hongyan.server.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class LoginLimitsTest {
    private final HandClock clock = new HandClock();
    private final LoginLimits limits = new LoginLimits(clock);

    private void fail(int times, String address, String account) {
        for (int i = 0; i < times; i++) {
            limits.failed(address, account);
        }
    }

    @Test
    void five_failures_lock_an_account_for_a_minute_from_that_address_alone() {
        fail(4, "192.0.2.1", "admin");
        assertThat(limits.locked("192.0.2.1", "admin")).isZero();
        fail(1, "192.0.2.1", "admin");
        assertThat(limits.locked("192.0.2.1", "admin")).isEqualTo(Duration.ofMinutes(1));
        assertThat(limits.locked("192.0.2.2", "admin")).isZero();
        assertThat(limits.locked("192.0.2.1", "another")).isZero();
        clock.pass(Duration.ofMinutes(1));
        assertThat(limits.locked("192.0.2.1", "admin")).isZero();
    }

    @Test
    void each_further_failure_locks_twice_as_long_up_to_a_quarter_of_an_hour() {
        fail(6, "192.0.2.1", "admin");
        assertThat(limits.locked("192.0.2.1", "admin")).isEqualTo(Duration.ofMinutes(2));
        fail(30, "192.0.2.1", "admin");
        assertThat(limits.locked("192.0.2.1", "admin")).isEqualTo(Duration.ofMinutes(15));
    }

    @Test
    void an_address_that_tries_many_accounts_is_locked_for_all() {
        for (int i = 0; i < 20; i++) {
            limits.failed("192.0.2.1", "account" + i);
        }
        assertThat(limits.locked("192.0.2.1", "admin")).isEqualTo(Duration.ofMinutes(1));
    }

    @Test
    void a_login_forgets_the_failures_of_its_account() {
        fail(4, "192.0.2.1", "admin");
        limits.succeeded("192.0.2.1", "admin");
        fail(4, "192.0.2.1", "admin");
        assertThat(limits.locked("192.0.2.1", "admin")).isZero();
    }

    @Test
    void it_remembers_no_more_than_there_is_room_for() {
        for (int i = 0; i < 30_000; i++) {
            limits.failed("192.0.2." + i, "admin");
        }
        fail(5, "198.51.100.1", "admin");
        assertThat(limits.locked("198.51.100.1", "admin")).isPositive();
    }
}
