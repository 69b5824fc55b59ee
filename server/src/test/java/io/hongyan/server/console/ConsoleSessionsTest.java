package io.hongyan.server.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ConsoleSessionsTest {
    private final HandClock clock = new HandClock();
    private final ConsoleSessions sessions = new ConsoleSessions(clock, new SecureRandom());

    @Test
    void a_session_that_is_used_goes_on_and_ends_half_an_hour_after_its_last_use() {
        String token = sessions.begin("admin");
        clock.pass(Duration.ofMinutes(29));
        assertThat(sessions.account(token)).contains("admin");
        clock.pass(Duration.ofMinutes(29));
        assertThat(sessions.account(token)).contains("admin");
        clock.pass(Duration.ofMinutes(30));
        assertThat(sessions.account(token)).isEmpty();
        assertThat(sessions.count()).isZero();
    }

    @Test
    void no_session_lasts_longer_than_twelve_hours() {
        String token = sessions.begin("admin");
        for (int i = 0; i < 48; i++) {
            clock.pass(Duration.ofMinutes(15));
            if (i < 47) {
                assertThat(sessions.account(token)).contains("admin");
            }
        }
        assertThat(sessions.account(token)).isEmpty();
    }

    @Test
    void a_session_ends_by_its_token_or_with_all_of_its_account() {
        String one = sessions.begin("admin");
        String two = sessions.begin("admin");
        String other = sessions.begin("guest");
        sessions.end(one);
        assertThat(sessions.account(one)).isEmpty();
        assertThat(sessions.account(two)).contains("admin");
        sessions.endAll("admin");
        assertThat(sessions.account(two)).isEmpty();
        assertThat(sessions.account(other)).contains("guest");
    }

    @Test
    void there_is_room_for_the_newest_ones() {
        String first = sessions.begin("admin");
        for (int i = 0; i < 10_000; i++) {
            sessions.begin("guest");
        }
        assertThat(sessions.account(first)).isEmpty();
        assertThat(sessions.count()).isEqualTo(10_000);
    }
}
