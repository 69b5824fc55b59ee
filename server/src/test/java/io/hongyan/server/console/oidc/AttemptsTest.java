package io.hongyan.server.console.oidc;

import static org.assertj.core.api.Assertions.assertThat;

import io.hongyan.server.console.HandClock;
import java.security.SecureRandom;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class AttemptsTest {
    private final HandClock clock = new HandClock();
    private final SignOnCounts counts = new SignOnCounts();
    private final Attempts attempts = new Attempts(clock, new SecureRandom(), counts);

    @Test
    void one_that_takes_ten_minutes_is_over() {
        Attempt late = attempts.begin("192.0.2.1", "/");
        clock.pass(Attempts.LONGEST.minus(Duration.ofMillis(1)));
        Attempt later = attempts.begin("192.0.2.1", "/");
        clock.pass(Duration.ofMillis(1));
        assertThat(attempts.take(late.state(), late.cookie())).isEmpty();
        assertThat(attempts.take(later.state(), later.cookie())).contains(later);
        assertThat(attempts.take(later.state(), later.cookie())).isEmpty();
        assertThat(counts.pending()).isZero();
    }

    @Test
    void an_address_with_too_many_loses_its_own_oldest_one() {
        Attempt other = attempts.begin("192.0.2.1", "/");
        Attempt first = attempts.begin("192.0.2.2", "/");
        Attempt second = attempts.begin("192.0.2.2", "/");
        for (int i = 2; i <= Attempts.MOST_OF_ADDRESS; i++) {
            attempts.begin("192.0.2.2", "/");
        }
        assertThat(counts.results()).containsEntry("crowded", 1L);
        assertThat(attempts.take(first.state(), first.cookie())).isEmpty();
        assertThat(attempts.take(second.state(), second.cookie())).isPresent();
        assertThat(attempts.take(other.state(), other.cookie())).isPresent();
    }

    @Test
    void there_is_room_for_the_newest_ones() {
        Attempt first = attempts.begin("192.0.2.1", "/");
        for (int i = 0; i < Attempts.MOST; i++) {
            attempts.begin("198.51.100." + i, "/");
        }
        assertThat(counts.pending()).isEqualTo(Attempts.MOST);
        assertThat(attempts.take(first.state(), first.cookie())).isEmpty();
    }
}
