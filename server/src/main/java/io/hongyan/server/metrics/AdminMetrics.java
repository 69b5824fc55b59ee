package io.hongyan.server.metrics;

import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/// The metrics of the administration interface.
public final class AdminMetrics implements Supplier<List<MetricSnapshot>> {
    private final LongSupplier refusedLogins;

    public AdminMetrics(LongSupplier refusedLogins) {
        this.refusedLogins = refusedLogins;
    }

    @Override
    public List<MetricSnapshot> get() {
        return List.of(MetricFamily.counter(
                "admin_logins_refused",
                "Requests to the administration without a key that is known.",
                refusedLogins.getAsLong()));
    }
}
