package io.hongyan.server.metrics;

import io.hongyan.server.watch.FileWatcher;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/// Metrics of files that are reloaded when they change.
public final class FileMetrics implements Supplier<List<MetricSnapshot>> {
    private final List<FileWatcher> watches;

    public FileMetrics(List<FileWatcher> watches) {
        this.watches = List.copyOf(watches);
    }

    @Override
    public List<MetricSnapshot> get() {
        Map<String, Long> failures = new TreeMap<>();
        watches.forEach(watch -> failures.putAll(watch.failures()));
        return List.of(MetricFamily.counter(
                "reload_failures",
                "Files that were read again and could not be used; what was read before stays.",
                "files",
                failures));
    }
}
