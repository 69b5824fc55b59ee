package io.hongyan.broker.event;

import java.util.Collection;

/// What one histogram has recorded, or several together.
///
/// @param counts how often each step of [LatencyHistogram#bounds] was met
/// @param sumMicros all times together, in microseconds
@SuppressWarnings("ArrayRecordComponent") // read once, compared never
public record LatencyTotals(long[] counts, long sumMicros) {
    /// All of them together.
    public static LatencyTotals sum(Collection<LatencyHistogram> histograms) {
        LatencyTotals sum = new LatencyHistogram().totals();
        for (LatencyHistogram histogram : histograms) {
            sum = sum.plus(histogram.totals());
        }
        return sum;
    }

    public LatencyTotals plus(LatencyTotals more) {
        long[] together = counts.clone();
        for (int step = 0; step < together.length; step++) {
            together[step] += more.counts[step];
        }
        return new LatencyTotals(together, sumMicros + more.sumMicros);
    }
}
