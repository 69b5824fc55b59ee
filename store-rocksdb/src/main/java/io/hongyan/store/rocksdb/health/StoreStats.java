package io.hongyan.store.rocksdb.health;

import io.hongyan.broker.event.LatencyHistogram;
import io.hongyan.broker.event.LatencyTotals;
import io.hongyan.store.rocksdb.engine.RowBatch;
import io.hongyan.store.rocksdb.row.UndecodableRows;
import java.util.concurrent.atomic.LongAdder;

/// Counters of the store. Any thread.
public final class StoreStats {
    private final WriteBacklog backlog = new WriteBacklog();
    private final LongAdder writes = new LongAdder();
    private final LongAdder syncs = new LongAdder();
    private final LongAdder unwritten = new LongAdder();
    private final LongAdder rows = new LongAdder();
    private final LongAdder bytes = new LongAdder();
    private final LatencyHistogram syncTimes = new LatencyHistogram();
    private final StoreHealth health;
    private final UndecodableRows undecodable;

    /// @param advice what to do about damage, for lines of the log
    public StoreStats(String advice) {
        health = new StoreHealth(advice);
        undecodable = new UndecodableRows(advice);
    }

    public StoreHealth health() {
        return health;
    }

    public UndecodableRows undecodable() {
        return undecodable;
    }

    public WriteBacklog backlog() {
        return backlog;
    }

    /// The writer's thread only, like [#synced].
    public void written(RowBatch batch) {
        writes.increment();
        rows.add(batch.size());
        bytes.add(batch.bytes());
    }

    /// @param nanos that it took, repetitions after failures included
    public void synced(long nanos) {
        syncs.increment();
        syncTimes.record(nanos);
    }

    /// How long it took to bring writes to the disk.
    public LatencyTotals syncTimes() {
        return syncTimes.totals();
    }

    /// Group writes since the start.
    public long writes() {
        return writes.sum();
    }

    /// Syncs to the disk since the start.
    public long syncs() {
        return syncs.sum();
    }

    /// Rows written or deleted since the start.
    public long rows() {
        return rows.sum();
    }

    /// Bytes of keys and values written since the start.
    public long bytes() {
        return bytes.sum();
    }

    /// A copy of a message was acknowledged by its receiver before it was written. Any thread.
    public void leftUnwritten() {
        unwritten.increment();
    }

    /// Copies of messages that were acknowledged before they were written, since the start.
    public long unwritten() {
        return unwritten.sum();
    }

    /// Bytes of messages that wait for the writer.
    public long pendingBytes() {
        return backlog.bytes();
    }

    /// Whether the last write failed and is being retried.
    public boolean failing() {
        return health.writesFailing();
    }

    /// Whether the store has failed permanently: the process must be restarted.
    public boolean failed() {
        return health.failed();
    }

    /// Failed attempts to read since the start.
    public long readFailures() {
        return health.readFailures();
    }

    /// Rows that could not be decoded and were skipped, since the start.
    public long undecodableRows() {
        return undecodable.count();
    }
}
