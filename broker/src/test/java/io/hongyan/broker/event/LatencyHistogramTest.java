package io.hongyan.broker.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LatencyHistogramTest {
    private final LatencyHistogram histogram = new LatencyHistogram();

    @ParameterizedTest
    @CsvSource({
        "-5, 0.0001",
        "0, 0.0001",
        "100, 0.0001",
        "101, 0.00025",
        "1000000, 1.0",
        "10000000, 10.0",
        "10000001, Infinity"
    })
    void a_time_is_counted_in_the_first_step_that_is_long_enough(long micros, double bound) {
        histogram.record(TimeUnit.MICROSECONDS.toNanos(micros));
        LatencyTotals totals = histogram.totals();
        for (int step = 0; step < totals.counts().length; step++) {
            assertThat(totals.counts()[step]).isEqualTo(LatencyHistogram.bounds()[step] == bound ? 1 : 0);
        }
        assertThat(totals.sumMicros()).isEqualTo(Math.max(0, micros));
    }

    @Test
    void those_of_all_shards_are_added_up() {
        LatencyHistogram other = new LatencyHistogram();
        histogram.record(TimeUnit.MILLISECONDS.toNanos(1));
        other.record(TimeUnit.MILLISECONDS.toNanos(1));
        other.record(TimeUnit.MINUTES.toNanos(1));
        LatencyTotals totals = LatencyTotals.sum(List.of(histogram, other));
        assertThat(totals.counts()).containsOnlyOnce(2).containsOnlyOnce(1);
        assertThat(totals.sumMicros()).isEqualTo(60_002_000);
    }
}
