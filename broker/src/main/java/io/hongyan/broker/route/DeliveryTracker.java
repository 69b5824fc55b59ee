package io.hongyan.broker.route;

import io.hongyan.broker.store.AtomicBatch;
import org.jspecify.annotations.Nullable;

/// Counts the shards that have not yet stored one message, or handed it to their sessions in memory. When the last one
/// has, the message may be acknowledged.
///
/// Confined to the shard where the message was accepted; other shards only carry it and send it back in
/// [ShardTask.Confirm].
public abstract class DeliveryTracker {
    private final int shard;
    private final @Nullable AtomicBatch batch;
    private int missing = 1;

    /// @param shard where the message was accepted
    /// @param batch what the shards write for the message becomes durable with it; null when each shard confirms after
    ///         its own writes are durable
    protected DeliveryTracker(int shard, @Nullable AtomicBatch batch) {
        this.shard = shard;
        this.batch = batch;
    }

    /// Where the message was accepted. Any thread.
    public final int shard() {
        return shard;
    }

    /// Any thread.
    public final @Nullable AtomicBatch batch() {
        return batch;
    }

    /// One more shard, or whoever keeps the message, has to confirm.
    public final void expect() {
        missing++;
    }

    /// One shard has confirmed; also called once when the message was sent to all shards.
    public final void confirm() {
        if (--missing == 0) {
            delivered();
        }
    }

    /// All shards have confirmed. Called once.
    protected abstract void delivered();
}
