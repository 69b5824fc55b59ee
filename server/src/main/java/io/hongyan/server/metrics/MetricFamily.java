package io.hongyan.server.metrics;

import io.hongyan.broker.event.LatencyHistogram;
import io.hongyan.broker.event.LatencyTotals;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// Makes Prometheus metrics of one name from numbers.
final class MetricFamily {
    private static final String PREFIX = "hongyan_";

    private MetricFamily() {}

    /// Something that only grows.
    static MetricSnapshot counter(String name, String help, long value) {
        return CounterSnapshot.builder()
                .name(PREFIX + name)
                .help(help)
                .dataPoint(
                        CounterDataPointSnapshot.builder().value((double) value).build())
                .build();
    }

    /// Something that only grows, told apart by one label.
    static MetricSnapshot counter(String name, String help, String label, Map<String, Long> values) {
        CounterSnapshot.Builder family =
                CounterSnapshot.builder().name(PREFIX + name).help(help);
        values.forEach((key, value) -> family.dataPoint(CounterDataPointSnapshot.builder()
                .labels(Labels.of(label, key))
                .value((double) value)
                .build()));
        return family.build();
    }

    /// Something that only grows, told apart by several labels.
    static MetricSnapshot counter(String name, String help, Map<Labels, Long> values) {
        CounterSnapshot.Builder family =
                CounterSnapshot.builder().name(PREFIX + name).help(help);
        values.forEach((labels, value) -> family.dataPoint(CounterDataPointSnapshot.builder()
                .labels(labels)
                .value((double) value)
                .build()));
        return family.build();
    }

    /// How often something took how long, told apart by labels.
    static MetricSnapshot histogram(String name, String help, Map<Labels, LatencyTotals> values) {
        HistogramSnapshot.Builder family =
                HistogramSnapshot.builder().name(PREFIX + name).help(help);
        double micros = TimeUnit.SECONDS.toMicros(1);
        values.forEach((labels, totals) -> family.dataPoint(HistogramDataPointSnapshot.builder()
                .labels(labels)
                .classicHistogramBuckets(ClassicHistogramBuckets.of(LatencyHistogram.bounds(), totals.counts()))
                .sum(totals.sumMicros() / micros)
                .build()));
        return family.build();
    }

    /// Something that goes up and down, told apart by one label.
    static MetricSnapshot gauge(String name, String help, String label, Map<String, ? extends Number> values) {
        GaugeSnapshot.Builder family =
                GaugeSnapshot.builder().name(PREFIX + name).help(help);
        values.forEach((key, value) -> family.dataPoint(GaugeDataPointSnapshot.builder()
                .labels(Labels.of(label, key))
                .value(value.doubleValue())
                .build()));
        return family.build();
    }

    /// Something that goes up and down.
    static MetricSnapshot gauge(String name, String help, long value) {
        return gauge(name, help, Labels.EMPTY, value);
    }

    /// The same with labels that do not change.
    static MetricSnapshot gauge(String name, String help, Labels labels, long value) {
        return GaugeSnapshot.builder()
                .name(PREFIX + name)
                .help(help)
                .dataPoint(GaugeDataPointSnapshot.builder()
                        .labels(labels)
                        .value((double) value)
                        .build())
                .build();
    }
}
