package io.hongyan.server.metrics;

import io.hongyan.broker.store.Store;
import io.hongyan.store.cassandra.CassandraStore;
import io.hongyan.store.cassandra.health.StoreHealth;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.List;
import java.util.function.Supplier;

/// The metrics of a store on Cassandra, read at each request.
public final class CassandraMetrics implements Supplier<List<MetricSnapshot>> {
    private final StoreHealth health;

    private CassandraMetrics(StoreHealth health) {
        this.health = health;
    }

    /// Without a class of Cassandra's driver in its signature.
    ///
    /// @param store on Cassandra
    public static Supplier<List<MetricSnapshot>> of(Store store) {
        return new CassandraMetrics(((CassandraStore) store).health());
    }

    @Override
    public List<MetricSnapshot> get() {
        return List.of(
                MetricFamily.counter("store_writes", "Group writes to the store.", health.batches()),
                MetricFamily.counter("store_rows", "Rows written and deleted.", health.rows()),
                MetricFamily.counter(
                        "store_write_failures", "Writes to Cassandra that failed.", health.writeFailures()),
                MetricFamily.gauge(
                        "store_pending_bytes", "Bytes of messages that wait for the store.", health.waitingBytes()),
                MetricFamily.gauge(
                        "store_failing",
                        "1 while the last write failed and is being repeated.",
                        health.outage() == null ? 0 : 1),
                MetricFamily.gauge(
                        "store_failed",
                        "1 when the store has failed until the process starts again.",
                        health.failedWhy() == null ? 0 : 1),
                MetricFamily.counter("store_read_failures", "Reads of the store that failed.", health.readFailures()));
    }
}
