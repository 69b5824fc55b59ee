package io.hongyan.amqp.queue;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// A consumer with room for a number of messages.
final class TestConsumer implements Subscriber {
    /// What it has and did not tell of.
    final List<Delivery> held = new ArrayList<>();

    /// Everything that it got: the payload, with `*` when it was redelivered.
    final List<String> got = new ArrayList<>();

    final List<Integer> batches = new ArrayList<>();

    @Nullable
    String ended;

    boolean failing;
    private final int window;
    private int taken;
    private @Nullable CompletableFuture<Subscription> subscription;

    TestConsumer(int window) {
        this.window = window;
    }

    TestConsumer at(CompletableFuture<Subscription> answer) {
        subscription = answer;
        return this;
    }

    Subscription subscription() {
        if (subscription == null) {
            throw new IllegalStateException("not subscribed");
        }
        return subscription.join();
    }

    @Override
    public boolean take(int bytes) {
        if (taken == window) {
            return false;
        }
        taken++;
        return true;
    }

    @Override
    public void deliver(List<Delivery> batch) {
        if (failing) {
            throw new IllegalStateException("this consumer fails on purpose");
        }
        batches.add(batch.size());
        held.addAll(batch);
        batch.forEach(each -> got.add(text(each)));
    }

    static String text(Delivery delivery) {
        return new String(delivery.entry().message().payload(), UTF_8) + (delivery.redelivered() ? "*" : "");
    }

    @Override
    public void ended(String why) {
        ended = why;
    }

    /// The first of those that it has, which it has no more.
    List<Delivery> some(int count) {
        List<Delivery> some = List.copyOf(held.subList(0, count));
        held.subList(0, count).clear();
        taken -= count;
        return some;
    }

    List<Delivery> all() {
        return some(held.size());
    }

    void acknowledge(int count) {
        subscription().acknowledge(some(count));
        subscription().ready();
    }

    void acknowledgeAll() {
        acknowledge(held.size());
    }

    void rejectAll() {
        subscription().reject(all());
        subscription().ready();
    }

    void close() {
        subscription().close(all());
    }
}
