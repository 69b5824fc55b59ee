package io.hongyan.broker.quota;

import io.hongyan.broker.config.StoreLimits;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// Counts the bytes and messages that wait on disk in all queues against the limits. Any thread.
public final class StoreBudget {
    private final MemoryBudget bytes;
    private final MemoryBudget messages;

    public StoreBudget(StoreLimits limits) {
        this.bytes = new MemoryBudget(limits.instance(), limits.total());
        this.messages = new MemoryBudget(limits.instanceMessages(), Long.MAX_VALUE);
    }

    void limits(StoreLimits limits) {
        bytes.limits(limits.instance(), limits.total());
        messages.limits(limits.instanceMessages(), Long.MAX_VALUE);
    }

    /// What waits for one instance, in bytes and messages.
    public record Used(AtomicLong bytes, AtomicLong messages) {
        public Used() {
            this(new AtomicLong(), new AtomicLong());
        }
    }

    /// Takes room for one message.
    ///
    /// @return false when there is no room
    public boolean take(Used used, long size) {
        if (!messages.take(used.messages(), 1)) {
            return false;
        }
        if (!bytes.take(used.bytes(), size)) {
            messages.release(used.messages(), 1);
            return false;
        }
        return true;
    }

    /// Takes room without regard to the limits, for messages that are already stored.
    public void takeAlways(Used used, int count, long size) {
        messages.takeAlways(used.messages(), count);
        bytes.takeAlways(used.bytes(), size);
    }

    /// Gives back room that was taken.
    public void release(Used used, int count, long size) {
        messages.release(used.messages(), count);
        bytes.release(used.bytes(), size);
    }

    /// Why nothing more should be accepted for that instance, or null.
    public @Nullable String full(Used used) {
        if (bytes.full(used.bytes())) {
            return "the disk space for waiting messages is used up";
        }
        return messages.full(used.messages()) ? "as many messages wait as the instance may have" : null;
    }

    public long usedBytes() {
        return bytes.used();
    }

    public long usedMessages() {
        return messages.used();
    }
}
