package io.hongyan.server.metrics;

import io.hongyan.server.http.HttpStats;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;

/// What was answered and refused at the HTTP ports.
public final class HttpMetrics implements Supplier<List<MetricSnapshot>> {
    private final LongSupplier refusedLogins;
    private final LongSupplier lockedLogins;
    private final Supplier<Map<String, HttpStats>> ports;
    private final Supplier<Map<String, Long>> answers;

    /// @param refusedLogins requests to the administration without a key that is known
    /// @param lockedLogins tries of passwords of the console that a lock refused
    /// @param ports what each port counts, by name
    /// @param answers of the cloud's APIs, by code
    public HttpMetrics(
            LongSupplier refusedLogins,
            LongSupplier lockedLogins,
            Supplier<Map<String, HttpStats>> ports,
            Supplier<Map<String, Long>> answers) {
        this.refusedLogins = refusedLogins;
        this.lockedLogins = lockedLogins;
        this.ports = ports;
        this.answers = answers;
    }

    @Override
    public List<MetricSnapshot> get() {
        Map<String, HttpStats> stats = ports.get();
        return List.of(
                MetricFamily.counter(
                        "admin_logins_refused",
                        "Requests to the administration without a key that is known.",
                        refusedLogins.getAsLong()),
                MetricFamily.counter(
                        "console_logins_locked",
                        "Tries of passwords of the console that were refused after too many wrong ones.",
                        lockedLogins.getAsLong()),
                MetricFamily.counter(
                        "http_connections_crowded_out",
                        "HTTP connections closed because there were too many.",
                        "listener",
                        each(stats, HttpStats::crowded)),
                MetricFamily.counter(
                        "http_connections_late",
                        "HTTP connections closed because a request did not come, or an answer was not taken, in time.",
                        "listener",
                        each(stats, HttpStats::late)),
                MetricFamily.counter(
                        "http_requests_refused",
                        "Requests that are no HTTP, can be understood in two ways, or are too large.",
                        "listener",
                        each(stats, HttpStats::refused)),
                MetricFamily.gauge(
                        "http_connections", "Open HTTP connections.", "listener", each(stats, HttpStats::open)),
                MetricFamily.counter(
                        "api_answers",
                        "Answers of the cloud's APIs, by code; OK is what was done.",
                        "code",
                        answers.get()));
    }

    private static Map<String, Long> each(Map<String, HttpStats> stats, ToLongFunction<HttpStats> count) {
        Map<String, Long> counts = new TreeMap<>();
        stats.forEach((name, of) -> counts.put(name, count.applyAsLong(of)));
        return counts;
    }
}
