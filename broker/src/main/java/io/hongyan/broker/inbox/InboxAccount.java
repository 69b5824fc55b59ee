package io.hongyan.broker.inbox;

import io.hongyan.broker.config.SessionLimits;
import io.hongyan.broker.event.Counter;
import io.hongyan.broker.event.Counters;
import io.hongyan.broker.message.Clock;
import io.hongyan.broker.quota.MemoryBudget;
import io.hongyan.broker.quota.StoreBudget;
import java.util.concurrent.atomic.AtomicLong;

/// The limits of the inboxes of one instance on one shard, and the budgets that they share with others.
///
/// Confined to the shard; the budgets are shared by all shards.
public final class InboxAccount {
    /// While old entries are read to be dropped, an inbox may be larger than its limits by this part of them, or by
    /// what follows if that is more.
    private static final int SLACK_PART = 8;

    private static final int SLACK_MESSAGES = 256;
    private static final long SLACK_BYTES = 1 << 20;

    private final SessionLimits limits;
    private final MemoryBudget memory;
    private final AtomicLong instanceMemory;
    private final StoreBudget disk;
    private final StoreBudget.Used instanceDisk;
    private final Counters counters;
    private final Clock clock;

    /// @param instanceMemory what the instance uses of the memory budget
    /// @param instanceDisk what the instance uses of the disk budget
    public InboxAccount(
            SessionLimits limits,
            MemoryBudget memory,
            AtomicLong instanceMemory,
            StoreBudget disk,
            StoreBudget.Used instanceDisk,
            Counters counters,
            Clock clock) {
        this.limits = limits;
        this.memory = memory;
        this.instanceMemory = instanceMemory;
        this.disk = disk;
        this.instanceDisk = instanceDisk;
        this.counters = counters;
        this.clock = clock;
    }

    SessionLimits limits() {
        return limits;
    }

    /// Whether an inbox of that size is too large.
    boolean beyondLimits(int messages, long bytes) {
        return messages > limits.maxQueuedMessages() || bytes > limits.maxQueuedBytes();
    }

    /// Whether an inbox may have that size for the moment.
    boolean withinSlack(int messages, long bytes) {
        return messages - limits.maxQueuedMessages() < Math.max(SLACK_MESSAGES, limits.maxQueuedMessages() / SLACK_PART)
                && bytes - limits.maxQueuedBytes() <= Math.max(SLACK_BYTES, limits.maxQueuedBytes() / SLACK_PART);
    }

    long now() {
        return clock.wallMillis();
    }

    /// Messages began to wait, or, with a negative number, no longer wait.
    void waiting(int messages) {
        counters.add(Counter.MESSAGES_WAITING, messages);
    }

    boolean takeMemory(long bytes) {
        return memory.take(instanceMemory, bytes);
    }

    boolean takeDisk(long bytes) {
        return disk.take(instanceDisk, bytes);
    }

    void giveMemory(long bytes) {
        memory.release(instanceMemory, bytes);
    }

    void giveDisk(int messages, long bytes) {
        disk.release(instanceDisk, messages, bytes);
    }

    /// Messages were found on disk.
    void foundOnDisk(int messages, long bytes) {
        disk.takeAlways(instanceDisk, messages, bytes);
    }

    void moveToMemory(int messages, long bytes) {
        giveDisk(messages, bytes);
        memory.takeAlways(instanceMemory, bytes);
    }

    void moveToDisk(int messages, long bytes) {
        giveMemory(bytes);
        disk.takeAlways(instanceDisk, messages, bytes);
    }
}
