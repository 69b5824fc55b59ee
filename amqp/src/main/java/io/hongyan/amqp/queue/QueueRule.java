package io.hongyan.amqp.queue;

import io.hongyan.broker.auth.OutboundRule;
import io.hongyan.broker.message.Message;
import io.hongyan.broker.store.Outbox;
import io.hongyan.broker.store.OutboxLabel;
import io.hongyan.codec.topic.Topic;
import io.hongyan.codec.topic.TopicFilter;
import org.jspecify.annotations.Nullable;

/// A queue as publishers see it. Any thread.
///
/// @param filter null when it takes all below its parent topic
/// @param outbox null for a live queue
/// @param live null for a durable queue
record QueueRule(
        QueueName queue,
        @Nullable TopicFilter filter,
        @Nullable Outbox outbox,
        @Nullable LiveSource live) implements OutboundRule {
    @Override
    public String name() {
        return "queue " + queue.key().name();
    }

    boolean takes(Topic topic) {
        return filter == null || filter.matches(topic);
    }

    @Override
    public boolean storesQos0() {
        return true;
    }

    /// A live queue has always room: the oldest give way.
    @Override
    public double room() {
        return outbox == null ? 1 : outbox.room();
    }

    @Override
    public boolean offer(Message message, OutboxLabel label, @Nullable Runnable sent) {
        if (live != null) {
            live.add(message, label);
        }
        if (sent != null) {
            sent.run();
        }
        return live != null;
    }
}
