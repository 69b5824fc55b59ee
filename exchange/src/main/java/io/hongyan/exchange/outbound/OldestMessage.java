package io.hongyan.exchange.outbound;

import io.hongyan.broker.message.Clock;
import io.hongyan.broker.message.MessageId;
import io.hongyan.broker.message.MessageIds;
import io.hongyan.broker.store.Outbox;
import io.hongyan.broker.store.OutboxEntry;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Knows how long the oldest message of an outbox has waited. Any thread.
public final class OldestMessage {
    private final Clock clock;
    private volatile @Nullable MessageId id;

    public OldestMessage(Clock clock) {
        this.clock = clock;
    }

    /// What waits from before this start is looked at once: no forwarder may run that tells of it.
    public void look(Outbox outbox) {
        if (outbox.stats().messages() > 0) {
            var _ = outbox.read(0, 1).thenAccept(page -> read(page.entries()));
        }
    }

    /// These are the oldest ones.
    void read(List<OutboxEntry> entries) {
        if (!entries.isEmpty()) {
            id = entries.getFirst().label().id();
        }
    }

    /// All that was read has left.
    void settled() {
        id = null;
    }

    /// Milliseconds since that message was published; 0 when none is known to wait.
    public long ageMillis() {
        MessageId known = id;
        long now = clock.wallMillis();
        return known == null ? 0 : Math.max(0, now - MessageIds.millis(known, now));
    }
}
