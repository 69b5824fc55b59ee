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
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// The queues of all instances. Any thread.
public final class Queues implements RuleRegistry, AutoCloseable {
    /// Reads the rows of the store and opens the queues that exist: from now on they take what is published. Nothing
    /// leaves them before there is a consumer.
    ///
    /// @param store of the broker
    /// @param loops each queue has one of them
    public Queues(Store store, List<? extends Loop> loops, Clock clock, QueueLimits limits, EventSink events) {}

    /// The broker runs: messages that were rejected too often can join the dead letters.
    public void start(Broker broker) {}

    /// New limits, for all queues.
    public void limits(QueueLimits now) {}

    @Override
    public OutboundRules outbound(String instance) {
        return OutboundRules.NONE;
    }

    @Override
    public StatusRules status(String instance) {
        return StatusRules.NONE;
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
        return CompletableFuture.failedFuture(new QueueException("queues are not served yet"));
    }

    /// All queues, by instance and name.
    public List<QueueStatus> all() {
        return List.of();
    }

    /// A durable queue.
    public Optional<QueueStatus> find(QueueKey key) {
        return Optional.empty();
    }

    /// Deletes a durable queue with its messages and dead letters. Its consumers are told.
    ///
    /// @return completes when that is durable, with whether there was one
    public CompletableFuture<Boolean> delete(QueueKey key) {
        return CompletableFuture.completedFuture(false);
    }

    /// Deletes the messages of a durable queue that no consumer has.
    ///
    /// @return how many
    public CompletableFuture<Long> purge(QueueKey key) {
        return CompletableFuture.completedFuture(0L);
    }

    /// Reads dead letters of a durable queue, the oldest first. Blocks for the disk.
    ///
    /// @param after only sequences above this one; 0 for all
    /// @param most how many, 1 to 1,000
    public List<DeadLetter> deadLetters(QueueKey key, long after, int most) {
        return List.of();
    }

    /// Puts dead letters back into their queue, as new messages with new ids.
    ///
    /// @param sequences of [DeadLetter]s; empty for all
    /// @return how many: fewer when the queue is full
    public CompletableFuture<Long> replay(QueueKey key, List<Long> sequences) {
        return CompletableFuture.completedFuture(0L);
    }

    /// Deletes dead letters.
    ///
    /// @param sequences of [DeadLetter]s; empty for all
    /// @return how many
    public CompletableFuture<Long> discardDeadLetters(QueueKey key, List<Long> sequences) {
        return CompletableFuture.completedFuture(0L);
    }

    /// Forgets the queues of an instance that is being deleted; their rows and messages go with it. Their consumers are
    /// told.
    public void dropInstance(String instance) {}

    /// Before the broker is closed: nothing is delivered any more.
    @Override
    public void close() {}
}
