package io.hongyan.amqp.queue;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import io.hongyan.broker.Broker;
import io.hongyan.broker.auth.AllowAllAuthenticator;
import io.hongyan.broker.auth.OutboundRule;
import io.hongyan.broker.config.BrokerConfig;
import io.hongyan.broker.event.EventSink;
import io.hongyan.broker.message.Message;
import io.hongyan.broker.message.MessageIds;
import io.hongyan.broker.store.Outbox;
import io.hongyan.broker.store.OutboxLabel;
import io.hongyan.broker.store.ShardStore;
import io.hongyan.broker.store.Store;
import io.hongyan.codec.QoS;
import io.hongyan.codec.property.Properties;
import io.hongyan.codec.topic.Topic;
import io.hongyan.codec.topic.TopicFilter;
import io.hongyan.testkit.MovableClock;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// Queues and a broker with one loop, which the test turns, over a store.
final class Stage implements AutoCloseable {
    static final String INSTANCE = "i";
    static final QueueKey ORDERS = new QueueKey(INSTANCE, QueueKind.MESSAGES, "orders", "");

    final MovableClock clock;
    final HandLoop loop = new HandLoop();
    final Queues queues;
    final Broker broker;
    private final ShardStore shard;
    private final MessageIds ids;

    Stage(Store store) {
        this(store, QueueLimits.defaults());
    }

    Stage(Store store, QueueLimits limits) {
        this(store, limits, new MovableClock());
    }

    Stage(Store store, QueueLimits limits, MovableClock clock) {
        this.clock = clock;
        clock.stop();
        queues = new Queues(store, List.of(loop), clock, limits, EventSink.NONE);
        broker = Broker.start(
                BrokerConfig.defaults(),
                List.of(loop),
                new AllowAllAuthenticator(INSTANCE),
                store,
                EventSink.NONE,
                clock,
                new Random(1));
        queues.start(broker);
        shard = store.shard(Runnable::run);
        ids = new MessageIds(clock, new Random(2));
        loop.run();
    }

    /// Turns the loop until something holds.
    void until(BooleanSupplier condition) {
        await().pollInterval(Duration.ofMillis(1)).until(() -> {
            loop.run();
            return condition.getAsBoolean();
        });
    }

    /// Lets time pass, a second after the other.
    void pass(Duration time) {
        for (long i = 0; i < time.toSeconds(); i++) {
            clock.advance(Duration.ofSeconds(1));
            loop.tick();
        }
    }

    TestConsumer consumer(int window) {
        return consumer(ORDERS, window);
    }

    TestConsumer consumer(QueueKey key, int window) {
        TestConsumer consumer = new TestConsumer(window);
        consumer.at(subscribe(key, null, false, consumer));
        consumer.subscription();
        return consumer;
    }

    CompletableFuture<Subscription> subscribe(
            QueueKey key, @Nullable String filter, boolean live, Subscriber subscriber) {
        var answer = queues.subscribe(key, filter == null ? null : TopicFilter.parse(filter), live, subscriber);
        until(answer::isDone);
        return answer;
    }

    /// A client publishes to the queues that want the topic.
    ///
    /// @return whether all have it
    boolean publish(String topic, String payload) {
        return publish(topic, payload, Message.NEVER);
    }

    boolean publish(String topic, String payload, long expiresAt) {
        Message message = new Message(
                Topic.of(topic),
                payload.getBytes(UTF_8),
                QoS.AT_LEAST_ONCE,
                false,
                Properties.NONE,
                "client",
                expiresAt);
        OutboxLabel label = new OutboxLabel(ids.next(INSTANCE), false, true);
        boolean all = true;
        for (OutboundRule rule : queues.outbound(INSTANCE).find(message.topic(), true)) {
            Outbox outbox = rule.outbox();
            if (outbox == null) {
                all &= rule.offer(message, label, null);
            } else if (outbox.reserve(message)) {
                shard.append(outbox, message, label);
            } else {
                all = false;
            }
        }
        return all;
    }

    /// Publishes payloads `from` to `to` to `orders/x`, and runs the loop.
    void publish(int from, int to) {
        for (int i = from; i <= to; i++) {
            publish("orders/x", Integer.toString(i));
        }
        loop.run();
    }

    /// What was published has become durable.
    void sync() {
        CompletableFuture<Void> durable = new CompletableFuture<>();
        shard.whenDurable(() -> durable.complete(null));
        until(durable::isDone);
    }

    QueueStatus status() {
        loop.run();
        return queues.find(ORDERS).orElseThrow();
    }

    @Override
    public void close() {
        queues.close();
        loop.run();
        broker.close();
        loop.run();
    }
}
