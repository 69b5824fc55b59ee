package io.hongyan.broker.route;

import io.hongyan.broker.context.ShardContext;
import io.hongyan.broker.event.DropReason;
import io.hongyan.broker.message.Message;
import io.hongyan.broker.retained.RetainedMessages;
import io.hongyan.broker.store.VShard;
import org.jspecify.annotations.Nullable;

/// Keeps retained messages: in memory at once, and then in the store, which writes what memory has by then. Were each
/// shard to give it its own message, the store could end with an older one than memory. The server's own values below
/// `$SYS` are not stored.
///
/// In a cluster the node that owns the virtual shard of the topic keeps it. On its way there a message goes by the
/// shard of that virtual shard on this node, whoever publishes it, so that those of one topic stay in their order.
///
/// Confined to its shard.
public final class RetainedWriter {
    private final ShardContext context;
    private final ShardDispatcher dispatcher;
    private final boolean durable;
    private final boolean alone;

    /// @param durable whether the store keeps anything
    public RetainedWriter(ShardContext context, ShardDispatcher dispatcher, boolean durable) {
        this.context = context;
        this.dispatcher = dispatcher;
        this.durable = durable;
        this.alone = context.nodes().isAlone();
    }

    /// @param tracker confirmed once the message is stored
    void keep(Instance instance, Message message, @Nullable DeliveryTracker tracker) {
        if (!alone && !message.topic().startsWithDollar()) {
            if (tracker != null) {
                tracker.expect();
            }
            int home = dispatcher.home(VShard.of(message.topic().utf8()));
            dispatcher.send(home, new ShardTask.Retain(instance.name(), message, tracker));
        } else if (keepHere(instance, message) && tracker != null) {
            tracker.expect();
            context.store().whenDurable(() -> confirm(tracker));
        }
    }

    /// Keeps a message on this node.
    ///
    /// @return whether the store has something to write
    public boolean keepHere(Instance instance, Message message) {
        RetainedMessages.Change change = instance.retained().put(message);
        if (!change.kept()) {
            context.dropped(
                    instance.name(), message.publisher(), message.topic().toString(), DropReason.RETAINED_FULL, 1);
        }
        if (!durable || message.topic().startsWithDollar()) {
            return false;
        }
        context.store().retain(change.topic());
        return true;
    }

    private void confirm(DeliveryTracker tracker) {
        try {
            tracker.confirm();
        } catch (Throwable error) {
            context.errors().report("acknowledging a message", error);
        }
    }
}
