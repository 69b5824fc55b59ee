package io.hongyan.server.metrics;

import io.hongyan.broker.BrokerStats;
import io.hongyan.broker.InstanceStats;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;

/// What instances hold. Only instances that exist have a label, and only the first thousand of them: those behind are
/// summed up, so that the number of time series has a bound.
public final class InstanceMetrics implements Supplier<List<MetricSnapshot>> {
    private static final String LABEL = "instance";
    private static final String OTHERS = "(others)";
    private static final int MOST = 1000;

    private final BrokerStats stats;
    private final Supplier<List<String>> instances;

    /// @param instances those that exist
    public InstanceMetrics(BrokerStats stats, Supplier<List<String>> instances) {
        this.stats = stats;
        this.instances = instances;
    }

    @Override
    public List<MetricSnapshot> get() {
        Map<String, InstanceStats> used = new HashMap<>();
        stats.byInstance().forEach(each -> used.put(each.instance(), each));
        List<String> names = instances.get().stream().sorted().toList();
        return List.of(
                gauge("sessions", "Sessions, with or without connection.", names, used, InstanceStats::sessions),
                gauge("subscriptions", "Filters of sessions.", names, used, InstanceStats::subscriptions),
                gauge("retained_messages", "Retained messages.", names, used, InstanceStats::retainedMessages),
                gauge("retained_bytes", "Bytes of retained messages.", names, used, InstanceStats::retainedBytes),
                gauge("queued_bytes", "Bytes that wait in queues in memory.", names, used, InstanceStats::queuedBytes),
                gauge("connections", "Sessions with a connection.", names, used, InstanceStats::connections),
                MetricFamily.counter(
                        "instance_messages_received",
                        "Messages of clients that were accepted.",
                        LABEL,
                        values(names, used, InstanceStats::messagesReceived)),
                MetricFamily.counter(
                        "instance_messages_sent",
                        "Messages sent to clients.",
                        LABEL,
                        values(names, used, InstanceStats::messagesSent)));
    }

    private static MetricSnapshot gauge(
            String name,
            String help,
            List<String> instances,
            Map<String, InstanceStats> used,
            ToLongFunction<InstanceStats> figure) {
        return MetricFamily.gauge("instance_" + name, help, LABEL, values(instances, used, figure));
    }

    private static Map<String, Long> values(
            List<String> instances, Map<String, InstanceStats> used, ToLongFunction<InstanceStats> figure) {
        Map<String, Long> values = new TreeMap<>();
        for (int i = 0; i < instances.size(); i++) {
            InstanceStats known = used.get(instances.get(i));
            long value = known == null ? 0 : figure.applyAsLong(known);
            values.merge(i < MOST ? instances.get(i) : OTHERS, value, Long::sum);
        }
        return values;
    }
}
