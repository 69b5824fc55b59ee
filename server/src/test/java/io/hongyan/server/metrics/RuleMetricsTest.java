package io.hongyan.server.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.hongyan.exchange.RuleStatus;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RuleMetricsTest {
    private static String page(Map<String, RuleStatus> rules) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        PrometheusTextFormatWriter.builder()
                .build()
                .write(out, new MetricSnapshots(new RuleMetrics(() -> rules).get()));
        return out.toString(StandardCharsets.UTF_8);
    }

    @Test
    void without_rules_there_is_nothing() throws IOException {
        assertThat(page(Map.of())).isEmpty();
    }

    @Test
    void each_rule_tells_what_it_does_and_only_what_is_known() throws IOException {
        RuleStatus out = new RuleStatus(
                7, 700, 2500, 12, Map.of("unreachable", 4L), Map.of("too_large", 2L), 3, "nobody answers");
        RuleStatus in = new RuleStatus(-1, -1, -1, 5, Map.of(), Map.of(), 0, null);
        assertThat(page(Map.of("i/out", out, "i/in", in)).lines())
                .contains(
                        "hongyan_rule_carried_total{rule=\"i/out\"} 12.0",
                        "hongyan_rule_carried_total{rule=\"i/in\"} 5.0",
                        "hongyan_rule_failed_total{reason=\"unreachable\",rule=\"i/out\"} 4.0",
                        "hongyan_rule_dropped_total{reason=\"too_large\",rule=\"i/out\"} 2.0",
                        "hongyan_rule_reconnects_total{rule=\"i/out\"} 3.0",
                        "hongyan_rule_waits{rule=\"i/out\"} 1.0",
                        "hongyan_rule_waits{rule=\"i/in\"} 0.0",
                        "hongyan_rule_waiting_messages{rule=\"i/out\"} 7.0",
                        "hongyan_rule_oldest_seconds{rule=\"i/out\"} 2.5")
                .noneMatch(line -> line.startsWith("hongyan_rule_waiting_messages{rule=\"i/in"))
                .noneMatch(line -> line.startsWith("hongyan_rule_oldest_seconds{rule=\"i/in"));
    }
}
