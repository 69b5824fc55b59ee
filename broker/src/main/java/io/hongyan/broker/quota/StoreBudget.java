package io.hongyan.broker.quota;

import io.hongyan.broker.config.StoreLimits;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// What waits on disk in all queues, in bytes and in messages, against its limits. Any thread.
public final class StoreBudget {
    private final MemoryBudget bytes;
    private final MemoryBudget messages;

    public StoreBudget(StoreLimits limits) {
        this.bytes = new MemoryBudget(limits.instance(), limits.total());
        this.messages = new MemoryBudget(limits.instanceMessages(), Long.MAX_VALUE);
    }

    /// What waits for one instance.
    public record Used(AtomicLong bytes, AtomicLong messages) {
        public Used() {
            this(new AtomicLong(), new AtomicLong());
        }
    }

    /// Takes room for one message, if the limits allow it.
    public boolean take(Used used, long size) {
        if (!messages.take(used.messages(), 1)) {
            return false;
        }
        if (!bytes.take(used.bytes(), size)) {
            messages.give(used.messages(), 1);
            return false;
        }
        return true;
    }

    /// Takes room whatever the limits say: the messages are there already.
    public void force(Used used, int count, long size) {
        messages.force(used.messages(), count);
        bytes.force(used.bytes(), size);
    }

    /// Gives back what was taken.
    public void give(Used used, int count, long size) {
        messages.give(used.messages(), count);
        bytes.give(used.bytes(), size);
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
