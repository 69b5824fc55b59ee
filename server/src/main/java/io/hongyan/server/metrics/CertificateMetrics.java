package io.hongyan.server.metrics;

import io.hongyan.transport.endpoint.TicketCounts;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/// When the certificates of listeners expire, and what came of session tickets.
public final class CertificateMetrics implements Supplier<List<MetricSnapshot>> {
    private final Supplier<Map<String, Long>> expiries;
    private final Supplier<TicketCounts> tickets;

    /// @param expiries seconds since 1970, by listener
    public CertificateMetrics(Supplier<Map<String, Long>> expiries, Supplier<TicketCounts> tickets) {
        this.expiries = expiries;
        this.tickets = tickets;
    }

    @Override
    public List<MetricSnapshot> get() {
        List<MetricSnapshot> metrics = new ArrayList<>();
        TicketCounts counts = tickets.get();
        metrics.add(MetricFamily.counter(
                "tls_tickets",
                "Session tickets that clients of TLS showed: resumed sessions, and unknown ones that no key opens.",
                "result",
                Map.of("resumed", counts.resumed(), "unknown", counts.unknown())));
        Map<String, Long> now = expiries.get();
        if (!now.isEmpty()) {
            metrics.add(MetricFamily.gauge(
                    "certificate_expiry_timestamp_seconds",
                    "When the first certificate of a listener expires, in seconds since 1970.",
                    "listener",
                    now));
        }
        return metrics;
    }
}
