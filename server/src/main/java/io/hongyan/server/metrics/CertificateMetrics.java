package io.hongyan.server.metrics;

import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/// When the certificates of listeners expire.
public final class CertificateMetrics implements Supplier<List<MetricSnapshot>> {
    private final Supplier<Map<String, Long>> expiries;

    /// @param expiries seconds since 1970, by listener
    public CertificateMetrics(Supplier<Map<String, Long>> expiries) {
        this.expiries = expiries;
    }

    @Override
    public List<MetricSnapshot> get() {
        Map<String, Long> now = expiries.get();
        return now.isEmpty()
                ? List.of()
                : List.of(MetricFamily.gauge(
                        "certificate_expiry_timestamp_seconds",
                        "When the first certificate of a listener expires, in seconds since 1970.",
                        "listener",
                        now));
    }
}
