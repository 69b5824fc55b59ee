package io.hongyan.cli.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import io.hongyan.cli.terminal.Exit;
import io.hongyan.cli.terminal.Failure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class PerseveranceTest {
    private final Failure lost = new Failure(Exit.LOST, "gone");

    private final AtomicLong nanos = new AtomicLong(-5);
    private final List<String> told = new ArrayList<>();
    private final Perseverance perseverance = new Perseverance(nanos::get);

    @BeforeEach
    void begin() {
        perseverance.begin(Duration.ofSeconds(30), told::add);
        perseverance.connected();
    }

    private void pass(int seconds) {
        nanos.addAndGet(seconds * 1_000_000_000L);
    }

    @Test
    void nothing_goes_on_unasked() {
        Perseverance none = new Perseverance(nanos::get);
        none.connected();

        assertThat(none.goesOn(lost, false)).isFalse();
        assertThat(none.goesOnUnreached(lost)).isFalse();
        assertThat(none.isDue()).isFalse();
    }

    @Test
    void a_loss_asks_for_one_connection() {
        assertThat(perseverance.goesOn(lost, false)).isTrue();

        assertThat(perseverance.isDue()).isTrue();
        assertThat(perseverance.isDue()).isFalse();
        assertThat(told).containsExactly("gone; connecting again");
    }

    @Test
    void a_server_that_stays_away_is_given_up_after_a_while() {
        assertThat(perseverance.goesOn(lost, false)).isTrue();
        pass(29);
        assertThat(perseverance.goesOnUnreached(lost)).isTrue();
        pass(2);
        assertThat(perseverance.goesOnUnreached(lost)).isFalse();
    }

    @Test
    void a_server_that_never_answers_is_overdue() {
        assertThat(perseverance.goesOn(lost, false)).isTrue();
        pass(31);
        assertThat(perseverance.isOverdue()).isFalse();
        assertThat(perseverance.isDue()).isTrue();

        assertThat(perseverance.isOverdue()).isTrue();
    }

    @Test
    void the_second_connection_without_an_acknowledgement_is_the_last() {
        assertThat(perseverance.goesOn(lost, false)).isTrue();
        perseverance.connected();

        assertThat(perseverance.goesOn(lost, false)).isFalse();
    }

    @Test
    void an_acknowledgement_or_idleness_makes_up_for_a_loss() {
        assertThat(perseverance.goesOn(lost, false)).isTrue();
        perseverance.connected();
        perseverance.progressed();
        assertThat(perseverance.goesOn(lost, false)).isTrue();
        perseverance.connected();
        assertThat(perseverance.goesOn(lost, true)).isTrue();
        perseverance.connected();

        assertThat(perseverance.goesOn(lost, false)).isTrue();
    }

    @Test
    void a_wait_can_be_ended() {
        assertThat(perseverance.goesOn(lost, false)).isTrue();

        assertThat(perseverance.cancel()).isTrue();
        assertThat(perseverance.isDue()).isFalse();
        assertThat(perseverance.goesOn(lost, false)).isFalse();
        assertThat(perseverance.cancel()).isFalse();
    }
}
