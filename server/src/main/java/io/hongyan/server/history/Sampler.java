package io.hongyan.server.history;

import io.hongyan.broker.BrokerStats;
import io.hongyan.broker.event.Counter;
import io.hongyan.broker.event.LatencyHistogram;
import io.hongyan.broker.event.LatencyTotals;
import io.hongyan.broker.message.Clock;
import io.hongyan.codec.QoS;
import io.hongyan.server.event.EventCounter;
import io.hongyan.server.event.EventLog;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;

/// Measures what happened since the last time. One thread.
public final class Sampler {
    private static final double PERCENT = 100;
    private static final double P99 = 0.99;

    private final BrokerStats stats;
    private final EventLog events;
    private final Clock clock;
    private Totals last;

    /// What only grows.
    private record Totals(
            long steadyMillis, Duration cpu, Map<Measure, Long> counts, LatencyTotals answers, LatencyTotals delays) {}

    public Sampler(BrokerStats stats, EventLog events, Clock clock) {
        this.stats = stats;
        this.events = events;
        this.clock = clock;
        this.last = totals();
    }

    /// The values since the call before, or since this was made.
    public Map<Measure, Double> take() {
        Totals now = totals();
        Map<Measure, Double> values = new EnumMap<>(Measure.class);
        gauges().forEach((measure, value) -> values.put(measure, (double) value));
        now.counts()
                .forEach((measure, count) ->
                        values.put(measure, (double) (count - last.counts().getOrDefault(measure, 0L))));
        long millis = Math.max(1, now.steadyMillis() - last.steadyMillis());
        values.put(Measure.CPU_PERCENT, PERCENT * now.cpu().minus(last.cpu()).toMillis() / millis);
        latency(Measure.ANSWER_P99_MILLIS, last.answers(), now.answers(), values);
        latency(Measure.SHARD_DELAY_P99_MILLIS, last.delays(), now.delays(), values);
        last = now;
        return values;
    }

    private Map<Measure, Long> gauges() {
        Runtime jvm = Runtime.getRuntime();
        Map<Measure, Long> gauges = new EnumMap<>(Measure.class);
        gauges.put(Measure.CONNECTIONS, stats.connections());
        gauges.put(Measure.SESSIONS, stats.sessions());
        gauges.put(Measure.SUBSCRIPTIONS, stats.subscriptions());
        gauges.put(Measure.RETAINED_MESSAGES, stats.retainedMessages());
        gauges.put(Measure.MESSAGES_WAITING, stats.value(Counter.MESSAGES_WAITING));
        gauges.put(Measure.QUEUED_BYTES, stats.queuedBytes());
        gauges.put(Measure.STORED_BYTES, stats.storedBytes());
        gauges.put(Measure.HEAP_BYTES, jvm.totalMemory() - jvm.freeMemory());
        return gauges;
    }

    private Totals totals() {
        Map<Measure, Long> counts = new EnumMap<>(Measure.class);
        counts.put(
                Measure.MESSAGES_RECEIVED,
                sum(Counter.PUBLISH_RECEIVED_QOS0, Counter.PUBLISH_RECEIVED_QOS1, Counter.PUBLISH_RECEIVED_QOS2));
        counts.put(
                Measure.MESSAGES_SENT,
                sum(Counter.PUBLISH_SENT_QOS0, Counter.PUBLISH_SENT_QOS1, Counter.PUBLISH_SENT_QOS2));
        counts.put(Measure.BYTES_RECEIVED, sum(Counter.BYTES_RECEIVED));
        counts.put(Measure.BYTES_SENT, sum(Counter.BYTES_SENT));
        counts.put(Measure.INTERNAL_ERRORS, sum(Counter.INTERNAL_ERRORS));
        events.totals((counter, byReason) -> {
            long sum = byReason.values().stream().mapToLong(Long::longValue).sum();
            count(counter, sum, counts);
        });
        return new Totals(
                clock.steadyMillis(),
                ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO),
                counts,
                stats.publishAnswers(QoS.AT_LEAST_ONCE).plus(stats.publishAnswers(QoS.EXACTLY_ONCE)),
                stats.delays());
    }

    private static void count(EventCounter counter, long sum, Map<Measure, Long> counts) {
        switch (counter) {
            case CONNECTS -> counts.put(Measure.CONNECTS, sum);
            case DISCONNECTS -> counts.put(Measure.DISCONNECTS, sum);
            case CONNECT_REFUSED -> counts.put(Measure.CONNECTS_REFUSED, sum);
            case PUBLISH_REFUSED -> counts.put(Measure.PUBLISHES_REFUSED, sum);
            case SUBSCRIBE_REFUSED -> counts.put(Measure.SUBSCRIBES_REFUSED, sum);
            case MESSAGES_DROPPED -> counts.put(Measure.MESSAGES_DROPPED, sum);
            case LISTENER_TROUBLES -> counts.put(Measure.LISTENER_TROUBLES, sum);
            case WILLS_DROPPED, PROBES -> {} // nobody looks back for them
        }
    }

    private long sum(Counter... counters) {
        long sum = 0;
        for (Counter counter : counters) {
            sum += stats.value(counter);
        }
        return sum;
    }

    /// Nothing when nothing was timed. What took longer than the last step counts as that step.
    private static void latency(Measure measure, LatencyTotals before, LatencyTotals now, Map<Measure, Double> values) {
        double[] bounds = LatencyHistogram.bounds();
        long[] counts = now.counts().clone();
        long all = 0;
        for (int step = 0; step < counts.length; step++) {
            counts[step] -= before.counts()[step];
            all += counts[step];
        }
        if (all == 0) {
            return;
        }
        long within = 0;
        int step = 0;
        for (; step < counts.length - 2; step++) {
            within += counts[step];
            if (within >= P99 * all) {
                break;
            }
        }
        values.put(measure, bounds[step] * Duration.ofSeconds(1).toMillis());
    }
}
