package io.hongyan.server.metrics;

import io.hongyan.store.rocksdb.Figures;
import io.hongyan.store.rocksdb.RocksDbStore;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.List;
import java.util.function.Supplier;

/// The store's figures as metrics, read when somebody asks.
public final class StoreMetrics implements Supplier<List<MetricSnapshot>> {
    private final RocksDbStore store;

    public StoreMetrics(RocksDbStore store) {
        this.store = store;
    }

    @Override
    public List<MetricSnapshot> get() {
        Figures figures = store.stats();
        return List.of(
                MetricFamily.counter("store_writes", "Group writes to the store.", figures.writes()),
                MetricFamily.counter("store_syncs", "Syncs of the store to the disk.", figures.syncs()),
                MetricFamily.counter("store_rows", "Rows written and deleted.", figures.rows()),
                MetricFamily.counter("store_written_bytes", "Bytes of rows written.", figures.bytes()),
                MetricFamily.gauge(
                        "store_pending_bytes", "Bytes of messages that wait for the disk.", figures.pendingBytes()),
                MetricFamily.gauge(
                        "store_failing",
                        "1 while the last write failed and is being repeated.",
                        figures.failing() ? 1 : 0),
                MetricFamily.gauge(
                        "store_failed",
                        "1 when the store has failed until the process starts again.",
                        figures.failed() ? 1 : 0),
                MetricFamily.counter("store_read_failures", "Reads of the store that failed.", figures.readFailures()),
                MetricFamily.gauge("store_live_bytes", "Bytes of live data on disk, as estimated.", store.liveBytes()));
    }
}
