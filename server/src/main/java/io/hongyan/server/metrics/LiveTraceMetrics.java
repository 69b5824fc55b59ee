package io.hongyan.server.metrics;

import io.hongyan.server.trace.LiveTraces;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.List;
import java.util.function.Supplier;

/// The metrics of live traces, read at each request.
public final class LiveTraceMetrics implements Supplier<List<MetricSnapshot>> {
    private final LiveTraces traces;

    public LiveTraceMetrics(LiveTraces traces) {
        this.traces = traces;
    }

    @Override
    public List<MetricSnapshot> get() {
        return List.of(
                MetricFamily.gauge("live_traces", "Live traces that run now.", traces.count()),
                MetricFamily.counter(
                        "live_traces_dropped_events",
                        "Events that a live trace did not show, because its reader is too slow.",
                        traces.dropped()),
                MetricFamily.counter(
                        "live_traces_refused",
                        "Live traces that did not begin, because there were too many.",
                        traces.refused()));
    }
}
