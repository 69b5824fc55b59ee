package io.hongyan.broker.quota;

import java.util.concurrent.atomic.AtomicLong;

/// The bytes that wait in all queues, against their limits. Any thread.
public final class MemoryBudget {
    private final long instanceLimit;
    private final long totalLimit;
    private final AtomicLong total = new AtomicLong();

    /// @param instanceLimit bytes for one instance
    /// @param totalLimit bytes for all
    public MemoryBudget(long instanceLimit, long totalLimit) {
        this.instanceLimit = instanceLimit;
        this.totalLimit = totalLimit;
    }

    /// Takes that many bytes, unless a limit has been reached. The last message may go beyond it: whether one is
    /// accepted is asked before, with [#full], and what was accepted must find room.
    public boolean take(AtomicLong instance, long bytes) {
        if (full(instance)) {
            return false;
        }
        total.addAndGet(bytes);
        instance.addAndGet(bytes);
        return true;
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

    /// Whether nothing more should be accepted for that instance.
    public boolean full(AtomicLong instance) {
        return total.get() >= totalLimit || instance.get() >= instanceLimit;
    }

    /// The bytes waiting in all queues.
    public long used() {
        return total.get();
    }
}
