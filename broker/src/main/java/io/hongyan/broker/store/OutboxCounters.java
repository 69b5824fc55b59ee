package io.hongyan.broker.store;

import io.hongyan.broker.message.Message;
import java.lang.System.Logger.Level;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/// Limits and counters of one [Outbox], for its implementations. Any thread.
public final class OutboxCounters {
    private static final System.Logger LOG = System.getLogger(OutboxCounters.class.getName());

    private final OutboxKey key;
    private final AtomicLong messages = new AtomicLong();
    private final AtomicLong bytes = new AtomicLong();
    private final AtomicBoolean full = new AtomicBoolean();
    private final LongAdder appended = new LongAdder();
    private final LongAdder acknowledged = new LongAdder();
    private final LongAdder refused = new LongAdder();
    private final LongAdder lost = new LongAdder();
    private volatile OutboxLimits limits;

    public OutboxCounters(OutboxKey key, OutboxLimits limits) {
        this.key = key;
        this.limits = limits;
    }

    /// Sets new limits; entries that are in the outbox stay.
    public void limits(OutboxLimits now) {
        limits = now;
    }

    /// Takes room for a message.
    ///
    /// @return false when there is none
    public boolean take(Message message) {
        OutboxLimits bounds = limits;
        boolean room = messages.incrementAndGet() <= bounds.messages();
        boolean bytesLeft = bytes.addAndGet(message.bytes()) <= bounds.bytes();
        if (room && bytesLeft) {
            return true;
        }
        bytes.addAndGet(-message.bytes());
        messages.decrementAndGet();
        refused();
        return false;
    }

    /// Gives back what was [taken][#take] for a message.
    public void giveBack(Message message) {
        freed(1, message.bytes());
    }

    /// Counts a message that joins, after room was [taken][#take] for it.
    public void appended() {
        appended.increment();
    }

    /// Counts a message for which there was no room, and tells the first of them to the log.
    public void refused() {
        refused.increment();
        if (full.compareAndSet(false, true)) {
            LOG.log(
                    Level.WARNING,
                    "{0} is full with {1} messages, {2} bytes: its publishers are refused until some have left",
                    key.title(),
                    Long.toString(messages.get()),
                    Long.toString(bytes.get()));
        }
    }

    /// What there is room for, 0 to 1.
    public double room() {
        OutboxLimits bounds = limits;
        double used = Math.max((double) messages.get() / bounds.messages(), (double) bytes.get() / bounds.bytes());
        return Math.max(0, 1 - used);
    }

    /// Counts a message that an earlier run has left in the outbox.
    public void found(int itsBytes) {
        messages.incrementAndGet();
        bytes.addAndGet(itsBytes);
    }

    /// Messages were acknowledged and deleted.
    public void deleted(long count, long theirBytes) {
        acknowledged.add(count);
        freed(count, theirBytes);
    }

    private void freed(long count, long theirBytes) {
        long messagesNow = messages.addAndGet(-count);
        long bytesNow = bytes.addAndGet(-theirBytes);
        OutboxLimits bounds = limits;
        if (full.get()
                && messagesNow <= bounds.messages() / 10 * 9
                && bytesNow <= bounds.bytes() / 10 * 9
                && full.compareAndSet(true, false)) {
            LOG.log(Level.INFO, "{0} takes messages again", key.title());
        }
    }

    /// The content of a message is lost.
    public void lost() {
        lost.increment();
    }

    public OutboxStats stats() {
        return new OutboxStats(
                key.name(), messages.get(), bytes.get(), appended.sum(), acknowledged.sum(), refused.sum(), lost.sum());
    }
}
