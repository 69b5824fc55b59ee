package io.hongyan.server.metrics;

import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/// What was answered and refused at the HTTP ports.
public final class HttpMetrics implements Supplier<List<MetricSnapshot>> {
    private final LongSupplier refusedLogins;
    private final Supplier<Map<String, Long>> crowded;
    private final Supplier<Map<String, Long>> answers;

    /// @param refusedLogins requests to the administration without a key that is known
    /// @param crowded connections that were closed because there were too many, by port
    /// @param answers of the cloud's APIs, by code
    public HttpMetrics(
            LongSupplier refusedLogins, Supplier<Map<String, Long>> crowded, Supplier<Map<String, Long>> answers) {
        this.refusedLogins = refusedLogins;
        this.crowded = crowded;
        this.answers = answers;
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
                        crowded.get()),
                MetricFamily.counter(
                        "api_answers",
                        "Answers of the cloud's APIs, by code; OK is what was done.",
                        "code",
                        answers.get()));
    }
}
