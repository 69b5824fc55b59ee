package io.hongyan.broker.quota;

import java.util.concurrent.atomic.AtomicLong;

/// Counts the bytes that wait in all queues against the limits. Any thread.
public final class MemoryBudget {
    private volatile long instanceLimit;
    private volatile long totalLimit;
    private final AtomicLong total = new AtomicLong();
    private final AtomicLong inTransfer = new AtomicLong();

    /// @param instanceLimit bytes for one instance
    /// @param totalLimit bytes for all
    public MemoryBudget(long instanceLimit, long totalLimit) {
        this.instanceLimit = instanceLimit;
        this.totalLimit = totalLimit;
    }

    /// Other limits hold from now on; what is taken already stays taken.
    void limits(long instance, long all) {
        instanceLimit = instance;
        totalLimit = all;
    }

    /// Takes that many bytes. The publisher's shard has already accepted the message, after asking [#full], and a
    /// message may have many receivers: an accepted message must find room, so this allows an eighth more than the
    /// limits.
    ///
    /// @return false when there is no room
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

    /// Takes that many bytes without regard to the limits, for messages that are already queued.
    public void takeAlways(AtomicLong instance, long bytes) {
        total.addAndGet(bytes);
        instance.addAndGet(bytes);
    }

    /// Gives back bytes that were taken.
    public void release(AtomicLong instance, long bytes) {
        total.addAndGet(-bytes);
        instance.addAndGet(-bytes);
    }

    /// Accepted messages of that many bytes are handed to the shard of their receivers, which will take the bytes.
    public void startTransfer(long bytes) {
        inTransfer.addAndGet(bytes);
    }

    /// The messages have been handed over.
    public void endTransfer(long bytes) {
        inTransfer.addAndGet(-bytes);
    }

    /// Whether nothing more should be accepted for that instance.
    public boolean full(AtomicLong instance) {
        return full(instance, 0);
    }

    /// Whether nothing more should be accepted for that instance. Messages in transfer between shards count as if all
    /// of them had to wait.
    ///
    /// @param collected bytes that the calling shard is about to hand over
    public boolean full(AtomicLong instance, long collected) {
        long coming = inTransfer.get() + collected;
        return total.get() + coming >= totalLimit || instance.get() + coming >= instanceLimit;
    }

    /// The bytes waiting in all queues.
    public long used() {
        return total.get();
    }
}
