package io.hongyan.server.metrics;

import io.hongyan.broker.store.Outbox;
import io.hongyan.broker.store.OutboxStats;
import io.hongyan.broker.store.Store;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;

/// The metrics of the outboxes of rules, by rule, read at each request. Queues have metrics of their own.
public final class OutboxMetrics implements Supplier<List<MetricSnapshot>> {
    private static final String LABEL = "rule";

    private final Store store;

    public OutboxMetrics(Store store) {
        this.store = store;
    }

    @Override
    public List<MetricSnapshot> get() {
        List<OutboxStats> all = store.outboxes().stream()
                .filter(outbox -> !outbox.key().isQueue())
                .map(Outbox::stats)
                .toList();
        if (all.isEmpty()) {
            return List.of();
        }
        return List.of(
                MetricFamily.gauge(
                        "outbox_messages", "Messages that wait to be sent on.", LABEL, of(all, OutboxStats::messages)),
                MetricFamily.gauge("outbox_bytes", "Bytes of them.", LABEL, of(all, OutboxStats::bytes)),
                MetricFamily.counter("outbox_appended", "Messages that joined.", LABEL, of(all, OutboxStats::appended)),
                MetricFamily.counter(
                        "outbox_acknowledged", "Messages that left.", LABEL, of(all, OutboxStats::acknowledged)),
                MetricFamily.counter(
                        "outbox_refused", "Messages that found it full.", LABEL, of(all, OutboxStats::refused)),
                MetricFamily.counter(
                        "outbox_lost", "Messages whose content is lost.", LABEL, of(all, OutboxStats::lost)));
    }

    private static Map<String, Long> of(List<OutboxStats> all, ToLongFunction<OutboxStats> figure) {
        Map<String, Long> values = new TreeMap<>();
        all.forEach(one -> values.put(one.name(), figure.applyAsLong(one)));
        return values;
    }
}
