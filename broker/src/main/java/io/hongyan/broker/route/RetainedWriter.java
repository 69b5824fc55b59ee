package io.hongyan.broker.route;

import io.hongyan.broker.context.ShardContext;
import io.hongyan.broker.event.DropReason;
import io.hongyan.broker.message.Message;
import io.hongyan.broker.store.VShard;
import io.hongyan.codec.topic.Topic;
import org.jspecify.annotations.Nullable;

/// Keeps retained messages: in memory at once, and in the store by the one shard at home for their topic, which writes
/// what memory has by then. Were each shard to write its own, the store could end with an older message than memory.
/// The server's own values below `$SYS` are not stored.
///
/// Confined to its shard.
public final class RetainedWriter {
    private final ShardContext context;
    private final ShardDispatcher dispatcher;
    private final boolean durable;

    /// @param durable whether the store keeps anything
    public RetainedWriter(ShardContext context, ShardDispatcher dispatcher, boolean durable) {
        this.context = context;
        this.dispatcher = dispatcher;
        this.durable = durable;
    }

    /// @param tracker confirmed once the message is stored
    void keep(Instance instance, Message message, @Nullable DeliveryTracker tracker) {
        if (!instance.retained().put(message)) {
            context.dropped(
                    instance.name(), message.publisher(), message.topic().toString(), DropReason.RETAINED_FULL, 1);
        }
        if (!durable || message.topic().startsWithDollar()) {
            return;
        }
        if (tracker != null) {
            tracker.expect();
        }
        int home = dispatcher.home(VShard.of(message.topic().utf8()));
        dispatcher.send(home, new ShardTask.StoreRetained(instance.name(), message, tracker));
    }

    /// Brings the store to what memory has for a topic.
    public void store(Instance instance, Topic topic) {
        Message present = instance.retained().get(topic);
        if (present == null) {
            context.store().removeRetained(instance.name(), topic);
        } else {
            context.store().retain(instance.name(), present);
        }
    }
}
