package io.hongyan.cli.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.HdrHistogram.Histogram;
import tools.jackson.databind.json.JsonMapper;

/// The outcome of a run.
///
/// @param kind `conn`, `pub` or `sub`
/// @param what is measured, in words
/// @param seconds the measured time
record Result(String kind, String target, String what, int clients, double seconds, Counters counters) {
    String json() {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("kind", kind);
        fields.put("server", target);
        fields.put("clients", clients);
        fields.put("seconds", Math.round(seconds * 1000) / 1000.0);
        counts().forEach(fields::put);
        fields.put("measured", counters.measured.sum());
        fields.put("rate", rate());
        if (counters.latencies().getTotalCount() > 0) {
            fields.put("latencyMicros", latencies());
        }
        if (!counters.reasons().isEmpty()) {
            fields.put("reasons", counters.reasons());
        }
        return JsonMapper.shared().writeValueAsString(fields);
    }

    List<String> lines() {
        List<String> lines = new ArrayList<>();
        StringBuilder counted = new StringBuilder("clients " + clients);
        counts().forEach((name, count) ->
                counted.append(", ").append(name).append(' ').append(count));
        lines.add(counted.toString());
        lines.add(String.format(
                Locale.ROOT, "measured %d in %.1f s: %.1f/s (%s)", counters.measured.sum(), seconds, rate(), what));
        if (counters.latencies().getTotalCount() > 0) {
            Histogram h = counters.latencies();
            lines.add(String.format(
                    Locale.ROOT,
                    "latency p50 %.3f ms, p99 %.3f ms, p99.9 %.3f ms, max %.3f ms",
                    h.getValueAtPercentile(50) / 1e3,
                    h.getValueAtPercentile(99) / 1e3,
                    h.getValueAtPercentile(99.9) / 1e3,
                    h.getMaxValue() / 1e3));
        }
        counters.reasons().forEach((reason, count) -> lines.add(count + " times: " + reason));
        return lines;
    }

    private double rate() {
        return seconds <= 0 ? 0 : Math.round(counters.measured.sum() / seconds * 10) / 10.0;
    }

    private Map<String, Long> counts() {
        Map<String, Long> counts = new LinkedHashMap<>();
        counts.put("connected", counters.connected.sum());
        counts.put("failed", counters.failed.sum());
        counts.put("lost", counters.lost.sum());
        if (kind.equals("sub")) {
            counts.put("subscriptions", counters.subscribed.sum());
            counts.put("received", counters.received.sum());
        }
        if (kind.equals("pub")) {
            counts.put("sent", counters.sent.sum());
            counts.put("done", counters.done.sum());
            counts.put("skipped", counters.skipped.sum());
        }
        if (!kind.equals("conn")) {
            counts.put("refused", counters.refused.sum());
        }
        return counts;
    }

    private Map<String, Object> latencies() {
        Histogram h = counters.latencies();
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("mean", Math.round(h.getMean() * 10) / 10.0);
        fields.put("p50", h.getValueAtPercentile(50));
        fields.put("p99", h.getValueAtPercentile(99));
        fields.put("p99.9", h.getValueAtPercentile(99.9));
        fields.put("max", h.getMaxValue());
        return fields;
    }
}
