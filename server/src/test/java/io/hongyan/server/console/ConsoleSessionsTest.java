package io.hongyan.server.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ConsoleSessionsTest {
    private final HandClock clock = new HandClock();
    private final ConsoleSessions sessions = new ConsoleSessions(clock, new SecureRandom());

    private Optional<String> account(String token) {
        return sessions.visitor(token).map(ConsoleSessions.Visitor::account);
    }

    @Test
    void a_session_that_is_used_goes_on_and_ends_half_an_hour_after_its_last_use() {
        String token = sessions.begin("admin");
        clock.pass(Duration.ofMinutes(29));
        assertThat(account(token)).contains("admin");
        clock.pass(Duration.ofMinutes(29));
        assertThat(account(token)).contains("admin");
        clock.pass(Duration.ofMinutes(30));
        assertThat(account(token)).isEmpty();
        assertThat(sessions.count()).isZero();
    }

    @Test
    void no_session_lasts_longer_than_twelve_hours() {
        String token = sessions.begin("admin");
        for (int i = 0; i < 48; i++) {
            clock.pass(Duration.ofMinutes(15));
            if (i < 47) {
                assertThat(account(token)).contains("admin");
            }
        }
        assertThat(account(token)).isEmpty();
    }

    @Test
    void a_session_ends_by_its_token_or_with_all_of_its_account() {
        String one = sessions.begin("admin");
        String two = sessions.begin("admin");
        String other = sessions.begin("guest");
        sessions.end(one);
        assertThat(account(one)).isEmpty();
        assertThat(account(two)).contains("admin");
        sessions.endAll("admin");
        assertThat(account(two)).isEmpty();
        assertThat(account(other)).contains("guest");
    }

    @Test
    void there_is_room_for_the_newest_ones() {
        String first = sessions.begin("admin");
        for (int i = 0; i < 10_000; i++) {
            sessions.begin("guest");
        }
        assertThat(account(first)).isEmpty();
        assertThat(sessions.count()).isEqualTo(10_000);
    }
}
