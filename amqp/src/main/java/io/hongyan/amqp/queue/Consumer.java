package io.hongyan.amqp.queue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/// One consumer of a queue, from both sides: what it tells is brought to the loop of the queue; all else is confined to
/// that loop.
final class Consumer implements Subscription {
    private static final int MOST_AT_ONCE = 256;

    private final MessageQueue queue;
    private final Subscriber subscriber;
    private final AtomicBoolean readyTold = new AtomicBoolean();
    private List<Delivery> batch = new ArrayList<>();

    Consumer(MessageQueue queue, Subscriber subscriber) {
        this.queue = queue;
        this.subscriber = subscriber;
    }

    @Override
    public String queue() {
        return queue.name().text();
    }

    @Override
    public void ready() {
        if (readyTold.compareAndSet(false, true)) {
            queue.post(() -> {
                readyTold.set(false);
                queue.ready(this);
            });
        }
    }

    @Override
    public void acknowledge(List<Delivery> deliveries) {
        queue.post(() -> queue.acknowledge(this, deliveries));
    }

    @Override
    public void reject(List<Delivery> deliveries) {
        queue.post(() -> queue.reject(this, deliveries));
    }

    @Override
    public void giveBack(List<Delivery> deliveries) {
        queue.post(() -> queue.giveBack(this, deliveries));
    }

    @Override
    public void close(List<Delivery> unacknowledged) {
        queue.post(() -> queue.leave(this, unacknowledged));
    }

    /// Asks for room.
    boolean hasRoomFor(Delivery delivery) {
        return subscriber.take(delivery.bytes());
    }

    /// Room was taken: it is handed over at the end of the turn.
    void add(Delivery delivery) {
        delivery.handTo(this);
        batch.add(delivery);
    }

    /// What is handed over at the end of the turn.
    int batched() {
        return batch.size();
    }

    /// Whether no more can be handed over in this turn.
    boolean isBatchFull() {
        return batch.size() >= MOST_AT_ONCE;
    }

    /// The messages of this turn, which are the caller's.
    List<Delivery> takeBatch() {
        List<Delivery> all = batch;
        batch = new ArrayList<>();
        return all;
    }

    void deliver(List<Delivery> all) {
        subscriber.deliver(all);
    }

    /// Takes a message back.
    ///
    /// @return false when this consumer does not have it
    boolean release(Delivery delivery) {
        return delivery.takeFrom(this);
    }

    void ended(String why) {
        subscriber.ended(why);
    }
}
