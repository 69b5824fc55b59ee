package io.hongyan.server.metrics;

import io.hongyan.cloud.trace.TraceStats;
import io.hongyan.cloud.trace.TraceStats.Missing;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/// The metrics of traces, read at each request.
public final class TraceMetrics implements Supplier<List<MetricSnapshot>> {
    private final TraceStats stats;

    public TraceMetrics(TraceStats stats) {
        this.stats = stats;
    }

    @Override
    public List<MetricSnapshot> get() {
        Map<String, Long> missing = new TreeMap<>();
        for (Missing reason : Missing.values()) {
            missing.put(reason.name().toLowerCase(Locale.ROOT), stats.missing(reason));
        }
        return List.of(
                MetricFamily.counter("traces_written", "Entries of traces written.", stats.written()),
                MetricFamily.counter("traces_dropped", "Entries of traces left out.", "reason", missing),
                MetricFamily.counter(
                        "traces_dropped_hours",
                        "Hours of traces dropped before their time, because all took too much space.",
                        stats.hoursDropped()));
    }
}
