package io.hongyan.server.metrics;

import io.hongyan.server.console.oidc.SignOnCounts;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.List;
import java.util.function.Supplier;

/// What came of logins to the console by an OpenID provider.
public final class SignOnMetrics implements Supplier<List<MetricSnapshot>> {
    private final SignOnCounts counts;

    public SignOnMetrics(SignOnCounts counts) {
        this.counts = counts;
    }

    @Override
    public List<MetricSnapshot> get() {
        return List.of(
                MetricFamily.counter(
                        "console_sign_ons",
                        "Logins to the console by an OpenID provider, by what came of them.",
                        "result",
                        counts.results()),
                MetricFamily.gauge(
                        "console_sign_ons_pending",
                        "Logins to the console by an OpenID provider that have begun.",
                        counts.pending()));
    }
}
