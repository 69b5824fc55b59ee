package io.hongyan.server.metrics;

import io.hongyan.exchange.RuleStatus;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;

/// What rules do, read at each request. Rules that do not exist have no label.
public final class RuleMetrics implements Supplier<List<MetricSnapshot>> {
    private static final String LABEL = "rule";
    private static final double MILLIS = 1000;

    private final Supplier<Map<String, RuleStatus>> rules;

    /// @param rules by name
    public RuleMetrics(Supplier<Map<String, RuleStatus>> rules) {
        this.rules = rules;
    }

    @Override
    public List<MetricSnapshot> get() {
        Map<String, RuleStatus> all = rules.get();
        if (all.isEmpty()) {
            return List.of();
        }
        return List.of(
                MetricFamily.counter(
                        "rule_carried", "Messages that reached the other side.", LABEL, of(all, RuleStatus::carried)),
                MetricFamily.counter("rule_failed", "Attempts that are made again.", byReason(all, RuleStatus::failed)),
                MetricFamily.counter(
                        "rule_dropped",
                        "Messages, or parts of them, left out for good.",
                        byReason(all, RuleStatus::dropped)),
                MetricFamily.counter(
                        "rule_reconnects",
                        "Times that the other system was lost.",
                        LABEL,
                        of(all, RuleStatus::reconnects)),
                MetricFamily.gauge(
                        "rule_waits",
                        "1 while a rule waits for something; the log says for what.",
                        LABEL,
                        of(all, status -> status.fault() == null ? 0 : 1)),
                MetricFamily.gauge(
                        "rule_waiting_messages",
                        "Messages that wait to be carried, where that is known.",
                        LABEL,
                        known(all, RuleStatus::waiting)),
                MetricFamily.gauge(
                        "rule_oldest_seconds",
                        "How long the oldest message has waited here.",
                        LABEL,
                        seconds(known(all, RuleStatus::oldestMillis))));
    }

    private static Map<String, Long> of(Map<String, RuleStatus> all, ToLongFunction<RuleStatus> figure) {
        Map<String, Long> values = new TreeMap<>();
        all.forEach((rule, status) -> values.put(rule, figure.applyAsLong(status)));
        return values;
    }

    private static Map<String, Long> known(Map<String, RuleStatus> all, ToLongFunction<RuleStatus> figure) {
        Map<String, Long> values = of(all, figure);
        values.values().removeIf(value -> value < 0);
        return values;
    }

    private static Map<String, Double> seconds(Map<String, Long> millis) {
        Map<String, Double> seconds = new TreeMap<>();
        millis.forEach((rule, value) -> seconds.put(rule, value / MILLIS));
        return seconds;
    }

    private static Map<Labels, Long> byReason(
            Map<String, RuleStatus> all, Function<RuleStatus, Map<String, Long>> figure) {
        Map<Labels, Long> values = new HashMap<>();
        all.forEach((rule, status) -> figure.apply(status)
                .forEach((reason, count) -> values.put(Labels.of(LABEL, rule, "reason", reason), count)));
        return values;
    }
}
