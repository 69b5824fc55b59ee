package io.hongyan.server.alarm;

import static org.assertj.core.api.Assertions.assertThat;

import io.hongyan.broker.message.Clock;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Goal: a burst of one second is seen, though the mean of its minute is small.
class PeaksTest {
    private final Map<String, Long> counts = new HashMap<>();
    private long millis = 5_000;

    private final Peaks peaks = new Peaks(() -> Map.copyOf(counts), new Clock() {
        @Override
        public long wallMillis() {
            return millis;
        }

        @Override
        public long steadyMillis() {
            return millis;
        }

        @Override
        public long steadyNanos() {
            return millis * 1_000_000;
        }
    });

    private void after(long passed, long count) {
        millis += passed;
        counts.put("mqtt-one", count);
        peaks.look();
    }

    @Test
    void the_second_that_had_most_counts_and_each_minute_begins_anew() {
        after(0, 1_000_000);
        after(1000, 1_000_010);
        after(1000, 1_000_510);
        after(1000, 1_000_511);
        assertThat(peaks.take()).containsEntry("mqtt-one", 500.0);
        after(1000, 1_000_531);
        assertThat(peaks.take()).containsEntry("mqtt-one", 20.0);
    }

    @Test
    void a_late_look_counts_for_the_time_that_passed_and_an_early_one_waits() {
        after(0, 0);
        after(4000, 400);
        assertThat(peaks.take()).containsEntry("mqtt-one", 100.0);
        after(10, 500);
        assertThat(peaks.take()).isEmpty();
        after(990, 500);
        assertThat(peaks.take()).containsEntry("mqtt-one", 100.0);
    }

    @Test
    void an_instance_that_was_made_again_begins_with_nothing() {
        after(0, 9000);
        after(1000, 30);
        assertThat(peaks.take()).containsEntry("mqtt-one", 30.0);
    }

    @Test
    void what_came_while_nobody_looked_is_no_peak() {
        after(0, 0);
        peaks.rest();
        after(60_000, 60_000);
        assertThat(peaks.take()).isEmpty();
    }
}
