package io.hongyan.amqp.queue;

import io.hongyan.broker.Broker;
import io.hongyan.broker.auth.OutboundRules;
import io.hongyan.broker.auth.RuleRegistry;
import io.hongyan.broker.auth.StatusRules;
import io.hongyan.broker.event.EventSink;
import io.hongyan.broker.message.Clock;
import io.hongyan.broker.store.Store;
import io.hongyan.codec.topic.TopicFilter;
import io.hongyan.transport.Loop;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/// The queues of all instances. Any thread.
public final class Queues implements RuleRegistry, AutoCloseable {
    private static final Duration TICK = Duration.ofSeconds(1);
    private static final int MOST_OF_INSTANCE = 1000;

    private final QueueContext context;
    private final List<Loop> loops;
    private final QueueRows rows;
    private final Map<String, InstanceQueues> instances = new ConcurrentHashMap<>();
    private final Map<QueueName, QueueLife> queues = new ConcurrentHashMap<>();
    private volatile boolean closed;

    /// Reads the rows of the store and opens the queues that exist: from now on they take what is published. Nothing
    /// leaves them before there is a consumer.
    ///
    /// @param store of the broker
    /// @param loops each queue has one of them
    public Queues(Store store, List<? extends Loop> loops, Clock clock, QueueLimits limits, EventSink events) {
        this.context = new QueueContext(store, clock, limits, events);
        this.loops = List.copyOf(loops);
        this.rows = new QueueRows(store.records());
        for (QueueRows.Known known : rows.all()) {
            life(new QueueName(known.key(), false)).restore(known.filter());
        }
        Leftovers.discard(store, key -> queues.containsKey(new QueueName(key, false)));
        this.loops.forEach(loop -> loop.every(TICK, () -> tick(loop)));
    }

    private void tick(Loop loop) {
        for (QueueLife life : queues.values()) {
            if (loopOf(life.name()).equals(loop)) {
                life.queue().tick();
            }
        }
    }

    private Loop loopOf(QueueName name) {
        return loops.get(Math.floorMod(name.key().name().hashCode(), loops.size()));
    }

    /// The broker runs: messages that were rejected too often can join the dead letters.
    public void start(Broker broker) {
        context.broker(broker);
    }

    /// New limits, for all queues.
    public void limits(QueueLimits now) {
        context.limits(now);
        queues.keySet().stream().filter(name -> !name.live()).forEach(name -> context.outbox(name.key()));
    }

    @Override
    public OutboundRules outbound(String instance) {
        return instance(instance);
    }

    @Override
    public StatusRules status(String instance) {
        return instance(instance);
    }

    private InstanceQueues instance(String instance) {
        return instances.computeIfAbsent(instance, _ -> new InstanceQueues());
    }

    /// Adds a consumer to a queue, which begins to exist with its first one.
    ///
    /// @param filter which messages below the parent topic are taken, such as `parent/a/+`; null for what the queue
    ///        takes already, or all
    /// @param live whether the queue is without storage, and exists as long as it has consumers: it is another queue
    ///        than the durable one of the same key
    /// @return completes, on any thread, when the queue is durable: what is published from then on is in it;
    ///         exceptionally with a [QueueException] when the consumer is refused, or with a
    ///         [io.hongyan.broker.store.StoreException]
    public CompletableFuture<Subscription> subscribe(
            QueueKey key, @Nullable TopicFilter filter, boolean live, Subscriber subscriber) {
        QueueName name = new QueueName(key, live);
        CompletableFuture<Subscription> answer = new CompletableFuture<>();
        String refusal = refusal(name, filter);
        if (refusal == null) {
            subscribe(name, filter, subscriber, answer);
        } else {
            answer.completeExceptionally(new QueueException(refusal));
        }
        return answer;
    }

    private void subscribe(
            QueueName name,
            @Nullable TopicFilter filter,
            Subscriber subscriber,
            CompletableFuture<Subscription> answer) {
        life(name).subscribe(filter, subscriber, answer, () -> subscribe(name, filter, subscriber, answer));
    }

    private @Nullable String refusal(QueueName name, @Nullable TopicFilter filter) {
        QueueKey key = name.key();
        if (closed) {
            return "the service is being stopped";
        }
        if (key.kind() == QueueKind.STATUS && name.live()) {
            return "notices are stored: there is no live queue of them";
        }
        if (filter != null && (key.kind() == QueueKind.STATUS || !isBelow(filter, key.source()))) {
            return "filter " + filter + " is not one below the parent topic of queue " + key.name();
        }
        if (!queues.containsKey(name) && countOf(key.instance()) >= MOST_OF_INSTANCE) {
            return "instance " + key.instance() + " has " + MOST_OF_INSTANCE + " queues, the most";
        }
        return null;
    }

    private static boolean isBelow(TopicFilter filter, String parent) {
        return !filter.isShared()
                && (filter.text().equals(parent) || filter.text().startsWith(parent + "/"));
    }

    private long countOf(String instance) {
        return queues.keySet().stream()
                .filter(name -> name.key().instance().equals(instance))
                .count();
    }

    private QueueLife life(QueueName name) {
        return queues.computeIfAbsent(
                name,
                _ -> QueueLife.open(
                        name, loopOf(name), context, rows, instance(name.key().instance()), this::over));
    }

    private void over(QueueLife life) {
        queues.remove(life.name(), life);
    }

    /// All queues, by instance and name.
    public List<QueueStatus> all() {
        return queues.values().stream()
                .filter(QueueLife::exists)
                .map(life -> life.status(context.clock().wallMillis()))
                .sorted(Comparator.comparing(
                                (QueueStatus status) -> status.key().instance())
                        .thenComparing(QueueStatus::name))
                .toList();
    }

    /// A durable queue.
    public Optional<QueueStatus> find(QueueKey key) {
        return durable(key).map(life -> life.status(context.clock().wallMillis()));
    }

    private Optional<QueueLife> durable(QueueKey key) {
        return Optional.ofNullable(queues.get(new QueueName(key, false))).filter(QueueLife::exists);
    }

    /// Deletes a durable queue with its messages and dead letters. Its consumers are told.
    ///
    /// @return completes when that is durable, with whether there was one
    public CompletableFuture<Boolean> delete(QueueKey key) {
        CompletableFuture<Boolean> done = new CompletableFuture<>();
        durable(key).ifPresentOrElse(life -> life.delete(done), () -> done.complete(false));
        return done;
    }

    /// Deletes the messages of a durable queue that no consumer has.
    ///
    /// @return how many
    public CompletableFuture<Long> purge(QueueKey key) {
        CompletableFuture<Long> done = new CompletableFuture<>();
        durable(key)
                .map(QueueLife::queue)
                .ifPresentOrElse(queue -> queue.post(() -> queue.purge(done)), () -> done.complete(0L));
        return done;
    }

    /// Reads dead letters of a durable queue, the oldest first. Blocks for the disk.
    ///
    /// @param after only sequences above this one; 0 for all
    /// @param most how many, 1 to 1,000
    public List<DeadLetter> deadLetters(QueueKey key, long after, int most) {
        return durable(key)
                .map(QueueLife::deadLetters)
                .map(letters -> letters.list(after, most))
                .orElse(List.of());
    }

    /// Puts dead letters back into their queue, as new messages with new ids.
    ///
    /// @param sequences of [DeadLetter]s; empty for all
    /// @return how many: fewer when the queue is full
    public CompletableFuture<Long> replay(QueueKey key, List<Long> sequences) {
        return blocking(key, "replay", life -> life.replay(sequences));
    }

    /// Deletes dead letters.
    ///
    /// @param sequences of [DeadLetter]s; empty for all
    /// @return how many
    public CompletableFuture<Long> discardDeadLetters(QueueKey key, List<Long> sequences) {
        return blocking(key, "discard", life -> life.discard(sequences));
    }

    private CompletableFuture<Long> blocking(QueueKey key, String what, ToLongFunction<QueueLife> task) {
        CompletableFuture<Long> done = new CompletableFuture<>();
        durable(key)
                .ifPresentOrElse(
                        life -> Thread.ofVirtual().name("queue-" + what).start(() -> {
                            try {
                                done.complete(task.applyAsLong(life));
                            } catch (Throwable failure) {
                                done.completeExceptionally(failure);
                            }
                        }),
                        () -> done.complete(0L));
        return done;
    }

    /// Forgets the queues of an instance that is being deleted; their rows and messages go with it. Their consumers are
    /// told. The connections of the instance must be gone, or be refused new queues.
    public void dropInstance(String instance) {
        queues.values().stream()
                .filter(life -> life.name().key().instance().equals(instance))
                .forEach(QueueLife::instanceGone);
    }

    /// Before the broker is closed: nothing is delivered any more.
    @Override
    public void close() {
        closed = true;
        queues.values().forEach(life -> life.queue().post(life.queue()::stop));
    }
}
