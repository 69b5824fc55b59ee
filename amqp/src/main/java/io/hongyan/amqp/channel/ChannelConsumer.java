package io.hongyan.amqp.channel;

import io.hongyan.amqp.queue.Delivery;
import io.hongyan.amqp.queue.QueueKey;
import io.hongyan.amqp.queue.Subscriber;
import io.hongyan.amqp.queue.Subscription;
import io.hongyan.transport.Loop;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// One consumer of a channel. The queue calls it on its own loop; all else is confined to the loop of the connection.
final class ChannelConsumer implements Subscriber {
    private final ChannelConsumers owner;
    private final ChannelDeliveries deliveries;
    private final Loop loop;
    private final String tag;
    private final QueueKey queue;
    private final boolean acknowledges;
    private final List<Delivery> early = new ArrayList<>();
    private final List<Delivery> acknowledged = new ArrayList<>();
    private @Nullable Subscription subscription;
    private boolean over;

    /// @param acknowledges whether deliveries wait for an acknowledgement
    ChannelConsumer(
            ChannelConsumers owner,
            ChannelDeliveries deliveries,
            Loop loop,
            String tag,
            QueueKey queue,
            boolean acknowledges) {
        this.owner = owner;
        this.deliveries = deliveries;
        this.loop = loop;
        this.tag = tag;
        this.queue = queue;
        this.acknowledges = acknowledges;
    }

    String tag() {
        return tag;
    }

    QueueKey queue() {
        return queue;
    }

    /// As lists of queues have it; empty before the client knows that it consumes.
    Stream<String> queueName() {
        return Stream.ofNullable(subscription).map(Subscription::queue);
    }

    boolean acknowledges() {
        return acknowledges;
    }

    // On the loop of the queue.

    @Override
    public boolean take(int bytes) {
        return deliveries.window().take(bytes);
    }

    @Override
    public void deliver(List<Delivery> batch) {
        loop.execute(() -> arrived(batch));
    }

    @Override
    public void ended(String why) {
        loop.execute(() -> owner.ended(this, why));
    }

    // On the loop of the connection.

    /// What comes before the client knows that it consumes waits; what comes after its end returns to the queue.
    private void arrived(List<Delivery> batch) {
        if (subscription == null) {
            early.addAll(batch);
        } else if (over) {
            deliveries.window().give(batch);
            subscription.giveBack(batch);
        } else {
            deliveries.deliver(this, batch);
        }
    }

    /// The client has its `basic.consume-ok`.
    void start(Subscription with) {
        subscription = with;
        List<Delivery> waiting = takeEarly();
        if (!waiting.isEmpty()) {
            deliveries.deliver(this, waiting);
        }
    }

    /// The subscription was made after the consumer or its channel had gone: what has come returns to the queue.
    void abandon(Subscription with) {
        subscription = with;
        over = true;
        List<Delivery> waiting = takeEarly();
        deliveries.window().give(waiting);
        with.close(waiting);
    }

    private List<Delivery> takeEarly() {
        List<Delivery> waiting = List.copyOf(early);
        early.clear();
        return waiting;
    }

    /// Gathers what was acknowledged until [#flush].
    void acknowledge(Delivery delivery) {
        acknowledged.add(delivery);
    }

    void flush() {
        if (!acknowledged.isEmpty() && subscription != null) {
            List<Delivery> all = List.copyOf(acknowledged);
            acknowledged.clear();
            subscription.acknowledge(all);
        }
    }

    void reject(List<Delivery> deliveries) {
        flush();
        if (subscription != null) {
            subscription.reject(deliveries);
        }
    }

    void giveBack(List<Delivery> deliveries) {
        flush();
        if (subscription != null) {
            subscription.giveBack(deliveries);
        }
    }

    void wake() {
        if (subscription != null) {
            subscription.ready();
        }
    }

    /// Consumes nothing more.
    ///
    /// @param unacknowledged what it has not acknowledged; it returns to the queue
    void close(List<Delivery> unacknowledged) {
        over = true;
        flush();
        if (subscription != null) {
            subscription.close(unacknowledged);
        }
    }
}
