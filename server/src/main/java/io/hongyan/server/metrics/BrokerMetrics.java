package io.hongyan.server.metrics;

import io.hongyan.broker.BrokerStats;
import io.hongyan.broker.event.Counter;
import io.hongyan.broker.event.LatencyTotals;
import io.hongyan.codec.QoS;
import io.hongyan.server.event.EventLog;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/// The metrics of the broker, read at each request.
public final class BrokerMetrics implements Supplier<List<MetricSnapshot>> {
    private final BrokerStats stats;
    private final EventLog events;
    private final String version;

    public BrokerMetrics(BrokerStats stats, EventLog events, String version) {
        this.stats = stats;
        this.events = events;
        this.version = version;
    }

    @Override
    public List<MetricSnapshot> get() {
        List<MetricSnapshot> metrics = new ArrayList<>();
        gauges(metrics);
        traffic(metrics);
        events.totals((counter, totals) ->
                metrics.add(MetricFamily.counter(counter.metric(), counter.help(), counter.label(), totals)));
        return metrics;
    }

    private void gauges(List<MetricSnapshot> metrics) {
        metrics.add(MetricFamily.gauge("build_info", "The version that runs.", Labels.of("version", version), 1));
        metrics.add(MetricFamily.gauge("shards", "Threads that own clients.", stats.shards()));
        metrics.add(
                MetricFamily.gauge("connections", "Open connections, before and after CONNECT.", stats.connections()));
        metrics.add(MetricFamily.gauge(
                "connections_limit", "Open connections at which the next is refused.", stats.maxConnections()));
        metrics.add(MetricFamily.gauge("sessions", "Sessions, with or without connection.", stats.sessions()));
        metrics.add(MetricFamily.gauge(
                "subscriptions", "Filters of all sessions, shared ones included.", stats.subscriptions()));
        metrics.add(MetricFamily.gauge(
                "subscriptions_shared", "Filters of shared subscriptions.", stats.sharedSubscriptions()));
        metrics.add(MetricFamily.gauge("retained_messages", "Retained messages.", stats.retainedMessages()));
        metrics.add(MetricFamily.gauge("retained_bytes", "Bytes of retained messages.", stats.retainedBytes()));
        metrics.add(MetricFamily.gauge(
                "messages_waiting",
                "Messages that wait for their receivers, in memory and on disk.",
                stats.value(Counter.MESSAGES_WAITING)));
        metrics.add(MetricFamily.gauge("queued_bytes", "Bytes that wait in queues in memory.", stats.queuedBytes()));
        metrics.add(MetricFamily.gauge("stored_bytes", "Bytes that wait on disk.", stats.storedBytes()));
        metrics.add(MetricFamily.gauge(
                "stored_messages", "Messages that wait on disk; each receiver counts.", stats.storedMessages()));
    }

    private void traffic(List<MetricSnapshot> metrics) {
        metrics.add(MetricFamily.counter(
                "messages_received",
                "PUBLISH packets received.",
                "qos",
                byQos(Counter.PUBLISH_RECEIVED_QOS0, Counter.PUBLISH_RECEIVED_QOS1, Counter.PUBLISH_RECEIVED_QOS2)));
        metrics.add(MetricFamily.counter(
                "messages_sent",
                "PUBLISH packets sent.",
                "qos",
                byQos(Counter.PUBLISH_SENT_QOS0, Counter.PUBLISH_SENT_QOS1, Counter.PUBLISH_SENT_QOS2)));
        Map<Labels, LatencyTotals> answers = new LinkedHashMap<>();
        for (QoS qos : List.of(QoS.AT_LEAST_ONCE, QoS.EXACTLY_ONCE)) {
            answers.put(Labels.of("qos", Integer.toString(qos.level())), stats.publishAnswers(qos));
        }
        metrics.add(MetricFamily.histogram(
                "publish_answer_seconds", "From PUBLISH read to PUBACK or PUBREC written.", answers));
        metrics.add(MetricFamily.histogram(
                "shard_delay_seconds",
                "How late a task of a shard ran that was due, asked several times a second.",
                Map.of(Labels.EMPTY, stats.delays())));
        counter(metrics, "messages_unrouted", "Messages for which there was no receiver.", Counter.MESSAGES_UNROUTED);
        counter(metrics, "payload_received_bytes", "Payload bytes received.", Counter.PUBLISH_BYTES_RECEIVED);
        counter(metrics, "payload_sent_bytes", "Payload bytes sent.", Counter.PUBLISH_BYTES_SENT);
        counter(metrics, "packets_received", "Packets received.", Counter.PACKETS_RECEIVED);
        counter(metrics, "packets_sent", "Packets sent.", Counter.PACKETS_SENT);
        counter(metrics, "received_bytes", "Bytes of packets received.", Counter.BYTES_RECEIVED);
        counter(metrics, "sent_bytes", "Bytes of packets sent.", Counter.BYTES_SENT);
        counter(metrics, "connections_opened", "Transport connections opened.", Counter.CONNECTIONS_OPENED);
        counter(metrics, "connections_closed", "Transport connections closed.", Counter.CONNECTIONS_CLOSED);
        counter(
                metrics,
                "internal_errors",
                "Unexpected exceptions; each ended one connection or task.",
                Counter.INTERNAL_ERRORS);
        counter(metrics, "sessions_expired", "Sessions whose time was over.", Counter.SESSIONS_EXPIRED);
    }

    private void counter(List<MetricSnapshot> metrics, String name, String help, Counter counter) {
        metrics.add(MetricFamily.counter(name, help, stats.value(counter)));
    }

    private Map<String, Long> byQos(Counter... counters) {
        Map<String, Long> values = new LinkedHashMap<>();
        for (int qos = 0; qos < counters.length; qos++) {
            values.put(Integer.toString(qos), stats.value(counters[qos]));
        }
        return values;
    }
}
