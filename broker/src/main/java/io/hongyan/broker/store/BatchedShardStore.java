package io.hongyan.broker.store;

import org.jspecify.annotations.Nullable;

/// What every store does alike: it knows the batch that the present task writes within, and counts the writes.
///
/// Confined to its shard.
public abstract class BatchedShardStore implements ShardStore {
    private @Nullable AtomicBatch batch;
    private long writes;

    @Override
    public final void within(AtomicBatch inner, Runnable writesOfBatch) {
        AtomicBatch outer = batch;
        batch = inner;
        try {
            writesOfBatch.run();
        } finally {
            batch = outer;
        }
    }

    @Override
    public final @Nullable AtomicBatch batch() {
        return batch;
    }

    @Override
    public final long writes() {
        return writes;
    }

    @Override
    public final void retain(RetainedTopic topic) {
        writes++;
        if (topic.ask(this)) {
            write(topic);
        }
    }

    /// Adds a request to write what is retained of a topic.
    protected abstract void write(RetainedTopic topic);

    /// Counts a write, and gives it to its batch.
    ///
    /// @param to the batch that it belongs to; null = none, whatever is being delivered
    /// @return whether it waits for the commit of the batch; if not, it must be made now
    protected final boolean joins(Object write, @Nullable AtomicBatch to) {
        writes++;
        return to != null && to.add(write);
    }
}
