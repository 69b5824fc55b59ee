package io.hongyan.broker.store;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Writes of several shards that become durable together or not at all: the copies of one QoS 2 message in all inboxes
/// and the record that the message was received, or that it left another inbox. Without it, a crash between these
/// writes would deliver the message twice or lose it.
///
/// Any thread may add writes; the thread that commits the batch takes them.
public final class AtomicBatch {
    private @Nullable List<Object> writes = new ArrayList<>(4);

    /// Adds a write, in whatever form the store gives it.
    ///
    /// @return false when the batch is committed already; then the write was not added and must be made alone
    public synchronized boolean add(Object write) {
        return writes != null && writes.add(write);
    }

    /// Commits the batch: nothing can be added any more.
    ///
    /// @return all writes, in the order in which they were added
    public synchronized List<Object> commit() {
        List<Object> all = writes;
        writes = null;
        return all == null ? List.of() : all;
    }
}
