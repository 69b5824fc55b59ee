package io.hongyan.broker.route;

import io.hongyan.broker.context.ShardContext;
import io.hongyan.broker.event.DropReason;
import io.hongyan.broker.message.Message;
import io.hongyan.broker.retained.RetainedMessages;
import org.jspecify.annotations.Nullable;

/// Keeps retained messages: in memory at once, and then in the store, which writes what memory has by then. Were each
/// shard to give it its own message, the store could end with an older one than memory. The server's own values below
/// `$SYS` are not stored.
///
/// Confined to its shard.
public final class RetainedWriter {
    private final ShardContext context;
    private final boolean durable;

    /// @param durable whether the store keeps anything
    public RetainedWriter(ShardContext context, boolean durable) {
        this.context = context;
        this.durable = durable;
    }

    /// @param tracker confirmed once the message is stored
    void keep(Instance instance, Message message, @Nullable DeliveryTracker tracker) {
        RetainedMessages.Change change = instance.retained().put(message);
        if (!change.kept()) {
            context.dropped(
                    instance.name(), message.publisher(), message.topic().toString(), DropReason.RETAINED_FULL, 1);
        }
        if (!durable || message.topic().startsWithDollar()) {
            return;
        }
        context.store().retain(change.topic());
        if (tracker != null) {
            tracker.expect();
            context.store().whenDurable(() -> confirm(tracker));
        }
    }

    private void confirm(DeliveryTracker tracker) {
        try {
            tracker.confirm();
        } catch (Throwable error) {
            context.errors().report("acknowledging a message", error);
        }
    }
}
