package io.hongyan.broker.route;

import io.hongyan.broker.message.Message;
import io.hongyan.broker.subscription.SharedGroup;
import io.hongyan.broker.subscription.Target;
import org.jspecify.annotations.Nullable;

/// What one shard asks of another: a value, so that it could be written down and sent to another process.
public sealed interface ShardTask {
    /// What counts against the bound of what is under way, in bytes.
    int bytes();

    /// Deliver a message to receivers of the shard.
    ///
    /// @param group the shared subscription that the one target was chosen from; null for ordinary ones
    /// @param tracker to be confirmed once the message is stored; null when nobody waits for that
    record Deliver(
            Message message,
            Target[] targets,
            @Nullable SharedGroup group,
            @Nullable DeliveryTracker tracker) implements ShardTask {
        @Override
        public int bytes() {
            return message.bytes();
        }
    }

    /// Deliver a message to one client, which needs no subscription.
    ///
    /// @param keep whether the message waits when the client is absent
    record DeliverToClient(
            String instance,
            String clientId,
            Message message,
            boolean keep,
            @Nullable DeliveryTracker tracker) implements ShardTask {
        @Override
        public int bytes() {
            return message.bytes();
        }
    }

    /// Have the node that owns its topic keep a retained message. In a cluster only.
    ///
    /// @param tracker to be confirmed once it is stored; null when nobody waits for that
    record Retain(
            String instance, Message message, @Nullable DeliveryTracker tracker) implements ShardTask {
        @Override
        public int bytes() {
            return message.bytes();
        }
    }

    /// Tell the shard of the publisher that one of these tasks is done.
    record Confirm(DeliveryTracker tracker) implements ShardTask {
        @Override
        public int bytes() {
            return 0;
        }
    }
}
