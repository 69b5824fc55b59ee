package io.hongyan.store.rocksdb;

import java.util.concurrent.atomic.LongAdder;

/// What the store counts. Any thread.
public final class Figures {
    private final Pressure pressure = new Pressure();
    private final LongAdder writes = new LongAdder();
    private final LongAdder syncs = new LongAdder();
    private final LongAdder rows = new LongAdder();
    private final LongAdder bytes = new LongAdder();
    private final StoreHealth health = new StoreHealth();

    Figures() {}

    StoreHealth health() {
        return health;
    }

    Pressure pressure() {
        return pressure;
    }

    void written(Changes changes, boolean sync) {
        writes.increment();
        rows.add(changes.size());
        bytes.add(changes.bytes());
        if (sync) {
            syncs.increment();
        }
    }

    void synced() {
        syncs.increment();
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

    /// Bytes of messages that wait for the writer.
    public long pendingBytes() {
        return pressure.bytes();
    }

    /// Whether the last write failed and is being repeated.
    public boolean failing() {
        return health.writesFailing();
    }

    /// Whether the store has failed for good: the process must be started again.
    public boolean failed() {
        return health.failed();
    }

    /// Reads that failed, each attempt counted, since the start.
    public long readFailures() {
        return health.readFailures();
    }
}
