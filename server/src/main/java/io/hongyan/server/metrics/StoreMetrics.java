package io.hongyan.server.metrics;

import io.hongyan.store.rocksdb.RocksDbStore;
import io.hongyan.store.rocksdb.health.StoreStats;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/// The metrics of the store, read at each request.
public final class StoreMetrics implements Supplier<List<MetricSnapshot>> {
    private final RocksDbStore store;

    public StoreMetrics(RocksDbStore store) {
        this.store = store;
    }

    @Override
    public List<MetricSnapshot> get() {
        StoreStats stats = store.stats();
        return List.of(
                MetricFamily.counter("store_writes", "Group writes to the store.", stats.writes()),
                MetricFamily.counter("store_syncs", "Syncs of the store to the disk.", stats.syncs()),
                MetricFamily.histogram(
                        "store_sync_seconds",
                        "How long a sync of the store took, repetitions after failures included.",
                        Map.of(Labels.EMPTY, stats.syncTimes())),
                MetricFamily.counter(
                        "store_unwritten_messages",
                        "Copies of messages that their receivers acknowledged before they were written.",
                        stats.unwritten()),
                MetricFamily.counter("store_rows", "Rows written and deleted.", stats.rows()),
                MetricFamily.counter("store_written_bytes", "Bytes of rows written.", stats.bytes()),
                MetricFamily.gauge(
                        "store_pending_bytes", "Bytes of messages that wait for the disk.", stats.pendingBytes()),
                MetricFamily.gauge(
                        "store_failing",
                        "1 while the last write failed and is being repeated.",
                        stats.failing() ? 1 : 0),
                MetricFamily.gauge(
                        "store_failed",
                        "1 when the store has failed until the process starts again.",
                        stats.failed() ? 1 : 0),
                MetricFamily.counter(
                        "store_undecodable_rows",
                        "Rows that could not be decoded and were skipped.",
                        stats.undecodableRows()),
                MetricFamily.counter("store_read_failures", "Reads of the store that failed.", stats.readFailures()),
                MetricFamily.gauge("store_live_bytes", "Bytes of live data on disk, as estimated.", store.liveBytes()));
    }
}
