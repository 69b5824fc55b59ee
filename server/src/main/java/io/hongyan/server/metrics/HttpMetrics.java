package io.hongyan.server.metrics;

import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/// What was refused at the HTTP ports: administration and metrics.
public final class HttpMetrics implements Supplier<List<MetricSnapshot>> {
    private final LongSupplier refusedLogins;
    private final Supplier<Map<String, Long>> crowded;

    /// @param refusedLogins requests to the administration without a key that is known
    /// @param crowded connections that were closed because there were too many, by port
    public HttpMetrics(LongSupplier refusedLogins, Supplier<Map<String, Long>> crowded) {
        this.refusedLogins = refusedLogins;
        this.crowded = crowded;
    }

    @Override
    public List<MetricSnapshot> get() {
        return List.of(
                MetricFamily.counter(
                        "admin_logins_refused",
                        "Requests to the administration without a key that is known.",
                        refusedLogins.getAsLong()),
                MetricFamily.counter(
                        "http_connections_crowded_out",
                        "HTTP connections closed because there were too many.",
                        "listener",
                        crowded.get()));
    }
}
