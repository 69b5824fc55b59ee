package io.hongyan.server.metrics;

import io.hongyan.amqp.queue.QueueStatus;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;

/// The queues of business systems, read at each request. Queues that do not exist have no label.
public final class QueueMetrics implements Supplier<List<MetricSnapshot>> {
    private static final String LABEL = "queue";
    private static final double MILLIS = 1000;

    private final Supplier<List<QueueStatus>> queues;

    public QueueMetrics(Supplier<List<QueueStatus>> queues) {
        this.queues = queues;
    }

    @Override
    public List<MetricSnapshot> get() {
        List<QueueStatus> all = queues.get();
        if (all.isEmpty()) {
            return List.of();
        }
        return List.of(
                gauge(all, "queue_messages", "Messages that are not acknowledged.", QueueStatus::messages),
                gauge(all, "queue_bytes", "Bytes of them.", QueueStatus::bytes),
                gauge(
                        all,
                        "queue_oldest_seconds",
                        "How long the oldest message that no consumer has has waited.",
                        queue -> queue.oldestMillis() / MILLIS),
                gauge(all, "queue_consumers", "Consumers.", QueueStatus::consumers),
                gauge(all, "queue_unacknowledged", "Messages that consumers have.", QueueStatus::unacknowledged),
                gauge(all, "queue_retrying", "Messages that wait to be delivered again.", QueueStatus::retrying),
                gauge(all, "queue_dead_letters", "Dead letters that are kept.", QueueStatus::deadLetters),
                counter(all, "queue_delivered", "Deliveries.", QueueStatus::delivered),
                counter(all, "queue_acknowledged", "Messages that were acknowledged.", QueueStatus::acknowledged),
                counter(all, "queue_rejected", "Deliveries that were rejected.", QueueStatus::rejected),
                counter(all, "queue_redelivered", "Deliveries of messages seen before.", QueueStatus::redelivered),
                counter(all, "queue_dead_lettered", "Messages that became dead letters.", QueueStatus::deadLettered),
                counter(
                        all,
                        "queue_dead_letters_dropped",
                        "Dead letters that gave way to younger ones.",
                        QueueStatus::deadLettersDropped),
                MetricFamily.counter("queue_dropped", "Messages that no consumer got.", dropped(all)));
    }

    private static String name(QueueStatus queue) {
        return queue.key().instance() + "/" + queue.name();
    }

    private static MetricSnapshot gauge(
            List<QueueStatus> all, String name, String help, Function<QueueStatus, Number> figure) {
        return MetricFamily.gauge(name, help, LABEL, of(all, figure));
    }

    private static MetricSnapshot counter(
            List<QueueStatus> all, String name, String help, Function<QueueStatus, Long> figure) {
        return MetricFamily.counter(name, help, LABEL, of(all, figure));
    }

    private static <N extends Number> Map<String, N> of(List<QueueStatus> all, Function<QueueStatus, N> figure) {
        Map<String, N> values = new TreeMap<>();
        all.forEach(queue -> values.put(name(queue), figure.apply(queue)));
        return values;
    }

    private static Map<Labels, Long> dropped(List<QueueStatus> all) {
        Map<Labels, Long> values = new HashMap<>();
        all.forEach(queue -> queue.dropped()
                .forEach((cause, count) -> values.put(
                        Labels.of(LABEL, name(queue), "reason", cause.name().toLowerCase(Locale.ROOT)), count)));
        return values;
    }
}
