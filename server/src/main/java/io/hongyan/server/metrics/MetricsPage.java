package io.hongyan.server.metrics;

import io.prometheus.metrics.config.EscapingScheme;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.instrumentation.jvm.JvmMetrics;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The content of `/metrics`. The metrics of the virtual machine are registered at the first request, which keeps the
/// start short.
final class MetricsPage {
    static final String TYPE = PrometheusTextFormatWriter.CONTENT_TYPE;

    private final Supplier<List<MetricSnapshot>> broker;
    private final PrometheusTextFormatWriter writer = PrometheusTextFormatWriter.create();
    private @Nullable PrometheusRegistry machine;

    MetricsPage(Supplier<List<MetricSnapshot>> broker) {
        this.broker = broker;
    }

    synchronized String text() {
        PrometheusRegistry registry = machine;
        if (registry == null) {
            registry = new PrometheusRegistry();
            JvmMetrics.builder().register(registry);
            machine = registry;
        }
        List<MetricSnapshot> all = new ArrayList<>(broker.get());
        registry.scrape().forEach(all::add);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            writer.write(out, new MetricSnapshots(all), EscapingScheme.UNDERSCORE_ESCAPING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toString(StandardCharsets.UTF_8);
    }
}
