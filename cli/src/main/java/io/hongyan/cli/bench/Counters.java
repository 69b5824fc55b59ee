package io.hongyan.cli.bench;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/// What happened so far. Any thread may add to it.
final class Counters {
    private static final long LONGEST_MICROS = 3_600_000_000L;
    private static final int MOST_REASONS = 20;

    final LongAdder connected = new LongAdder();
    final LongAdder subscribed = new LongAdder();
    final LongAdder failed = new LongAdder();
    final LongAdder lost = new LongAdder();
    final LongAdder sent = new LongAdder();
    final LongAdder done = new LongAdder();
    final LongAdder refused = new LongAdder();
    final LongAdder skipped = new LongAdder();
    final LongAdder received = new LongAdder();
    final LongAdder measured = new LongAdder();

    private final Histogram micros = new ConcurrentHistogram(LONGEST_MICROS, 3);
    private final Map<String, LongAdder> reasons = new ConcurrentHashMap<>();
    private volatile boolean measuring;

    /// From now on latencies count.
    void startMeasuring() {
        measuring = true;
    }

    /// From now on they count no longer.
    void stopMeasuring() {
        measuring = false;
    }

    /// Counts an event that took that long, if it falls into the measured time.
    void measure(long nanos) {
        if (measuring) {
            measured.increment();
            micros.recordValue(Math.clamp(nanos / 1_000, 0, LONGEST_MICROS));
        }
    }

    /// Counts an event without a latency, if it falls into the measured time.
    void measureUntimed() {
        if (measuring) {
            measured.increment();
        }
    }

    /// Keeps why something went wrong; only so many different reasons.
    void reason(String text) {
        String kept = reasons.containsKey(text) || reasons.size() < MOST_REASONS ? text : "other reasons";
        reasons.computeIfAbsent(kept, any -> new LongAdder()).increment();
    }

    Map<String, Long> reasons() {
        Map<String, Long> counts = new TreeMap<>();
        reasons.forEach((text, count) -> counts.put(text, count.sum()));
        return counts;
    }

    /// The latencies in microseconds.
    Histogram latencies() {
        return micros;
    }
}
