package io.hongyan.amqp.queue;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.hongyan.broker.SystemClock;
import io.hongyan.broker.auth.OutboundRule;
import io.hongyan.broker.event.EventSink;
import io.hongyan.broker.message.Message;
import io.hongyan.broker.message.MessageIds;
import io.hongyan.broker.store.Outbox;
import io.hongyan.broker.store.OutboxLabel;
import io.hongyan.broker.store.memory.MemoryStore;
import io.hongyan.codec.QoS;
import io.hongyan.codec.property.Properties;
import io.hongyan.codec.topic.Topic;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Publishers, the loop of a queue, and consumers on threads of their own.
class ConcurrentConsumersTest {
    private static final Topic TOPIC = Topic.of("orders/x");
    private static final int PUBLISHERS = 3;
    private static final int EACH = 5000;
    private static final int WINDOW = 100;

    private final MemoryStore store = new MemoryStore();
    private final ThreadLoop loop = new ThreadLoop();
    private final ThreadLoop other = new ThreadLoop();
    private final Map<String, Integer> done = new ConcurrentHashMap<>();
    private final Queues queues =
            new Queues(store, List.of(loop, other), new SystemClock(), QueueLimits.defaults(), EventSink.NONE);

    @AfterEach
    void close() {
        queues.close();
        loop.close();
        other.close();
    }

    /// A consumer that works on a thread of its own, and gives every seventh message back once.
    private final class Worker implements Subscriber, AutoCloseable {
        private final ExecutorService thread = Executors.newSingleThreadExecutor();
        private final AtomicInteger room = new AtomicInteger(WINDOW);
        private final CompletableFuture<Subscription> subscription;

        Worker(boolean live) {
            subscription = queues.subscribe(Stage.ORDERS, null, live, this);
            subscription.join();
        }

        @Override
        public boolean take(int bytes) {
            return room.getAndUpdate(now -> Math.max(0, now - 1)) > 0;
        }

        @Override
        public void deliver(List<Delivery> batch) {
            thread.execute(() -> batch.forEach(this::work));
        }

        private void work(Delivery delivery) {
            List<Delivery> one = List.of(delivery);
            if (!delivery.redelivered() && delivery.entry().sequence() % 7 == 0) {
                subscription.join().giveBack(one);
            } else {
                done.merge(new String(delivery.entry().message().payload(), UTF_8), 1, Integer::sum);
                subscription.join().acknowledge(one);
            }
            room.incrementAndGet();
            subscription.join().ready();
        }

        @Override
        public void ended(String why) {}

        @Override
        public void close() {
            thread.shutdownNow();
        }
    }

    private Thread publisher(int number, boolean live) {
        return Thread.ofPlatform().start(() -> {
            MessageIds ids = new MessageIds(new SystemClock(), new Random(number));
            for (int i = 0; i < EACH; i++) {
                publish(number + "-" + i, new OutboxLabel(ids.next(Stage.INSTANCE), false, true));
                while (live && queues.all().getFirst().messages() > LiveSource.MOST_MESSAGES / 2) {
                    Thread.onSpinWait(); // lest the oldest give way
                }
            }
        });
    }

    private void publish(String payload, OutboxLabel label) {
        Message message = new Message(
                TOPIC, payload.getBytes(UTF_8), QoS.AT_LEAST_ONCE, false, Properties.NONE, "client", Message.NEVER);
        for (OutboundRule rule : queues.outbound(Stage.INSTANCE).find(TOPIC, true)) {
            Outbox outbox = rule.outbox();
            if (outbox == null) {
                rule.offer(message, label, null);
            } else if (outbox.reserve(message)) {
                store.shard(Runnable::run).append(outbox, message, label);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void every_message_is_dealt_with_once(boolean live) throws InterruptedException {
        try (Worker _ = new Worker(live);
                Worker _ = new Worker(live);
                Worker _ = new Worker(live)) {
            List<Thread> publishers = List.of(publisher(0, live), publisher(1, live), publisher(2, live));
            for (Thread each : publishers) {
                each.join();
            }
            await().atMost(Duration.ofMinutes(1)).until(() -> done.size() == PUBLISHERS * EACH);
            await().until(() -> queues.all().getFirst().messages() == 0);
            assertThat(done.values()).containsOnly(1);
            assertThat(queues.all().getFirst().acknowledged()).isEqualTo(PUBLISHERS * EACH);
        }
    }
}
