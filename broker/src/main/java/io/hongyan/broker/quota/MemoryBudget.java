package io.hongyan.broker.quota;

import java.util.concurrent.atomic.AtomicLong;

/// The bytes that wait in all queues, against their limits. Any thread.
public final class MemoryBudget {
    private final long instanceLimit;
    private final long totalLimit;
    private final AtomicLong total = new AtomicLong();
    private final AtomicLong underWay = new AtomicLong();

    /// @param instanceLimit bytes for one instance
    /// @param totalLimit bytes for all
    public MemoryBudget(long instanceLimit, long totalLimit) {
        this.instanceLimit = instanceLimit;
        this.totalLimit = totalLimit;
    }

    /// Takes that many bytes. Whether a message is accepted is asked before, with [#full], on the publisher's shard,
    /// and it may have many receivers: what was accepted must find room, so this goes an eighth beyond the limits.
    public boolean take(AtomicLong instance, long bytes) {
        if (beyond(total.get(), totalLimit) || beyond(instance.get(), instanceLimit)) {
            return false;
        }
        total.addAndGet(bytes);
        instance.addAndGet(bytes);
        return true;
    }

    private static boolean beyond(long used, long limit) {
        return used - limit / 8 >= limit;
    }

    /// Takes that many bytes whatever the limits say: they are there already.
    public void force(AtomicLong instance, long bytes) {
        total.addAndGet(bytes);
        instance.addAndGet(bytes);
    }

    /// Gives back what was taken.
    public void give(AtomicLong instance, long bytes) {
        total.addAndGet(-bytes);
        instance.addAndGet(-bytes);
    }

    /// Accepted messages of that many bytes left for the shard of their receivers, where they will be taken.
    public void depart(long bytes) {
        underWay.addAndGet(bytes);
    }

    /// They are there.
    public void arrive(long bytes) {
        underWay.addAndGet(-bytes);
    }

    /// Whether nothing more should be accepted for that instance.
    public boolean full(AtomicLong instance) {
        return full(instance, 0);
    }

    /// Whether nothing more should be accepted for that instance. What is on its way between shards counts as if all
    /// of it had to wait there.
    ///
    /// @param collected bytes that are about to leave the asking shard
    public boolean full(AtomicLong instance, long collected) {
        long coming = underWay.get() + collected;
        return total.get() + coming >= totalLimit || instance.get() + coming >= instanceLimit;
    }

    /// The bytes waiting in all queues.
    public long used() {
        return total.get();
    }
}
