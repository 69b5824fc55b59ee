package io.hongyan.testkit.sim.world;

import io.hongyan.broker.message.Message;
import io.hongyan.broker.store.AtomicBatch;
import io.hongyan.broker.store.InboxEntry;
import io.hongyan.broker.store.InboxPage;
import io.hongyan.broker.store.OutboxLabel;
import io.hongyan.broker.store.RetainedTopic;
import io.hongyan.broker.store.ShardStore;
import io.hongyan.broker.store.StoredSession;
import io.hongyan.broker.store.StoredSubscription;
import io.hongyan.codec.topic.Topic;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// What a shard asks of the simulated disk.
sealed interface Write {
    record Save(long session, StoredSession what) implements Write {}

    record Remove(long session) implements Write {}

    record Subscribe(long session, StoredSubscription subscription) implements Write {}

    record Unsubscribe(long session, String filter) implements Write {}

    record Append(long session, InboxEntry entry) implements Write {}

    record Mark(long session, long sequence, int mark) implements Write {}

    record Done(long session, long sequence) implements Write {}

    /// @param copies committed together with this
    record Moved(long session, long sequence, AtomicBatch copies) implements Write {}

    /// @param batch committed together with this; null when there is none
    record Received(long session, int packetId, @Nullable AtomicBatch batch) implements Write {}

    record Completed(long session, int packetId) implements Write {}

    /// What is retained of a topic by the time that this is collected.
    record Retain(RetainedTopic topic) implements Write {
        Retained taken() {
            return new Retained(topic.instance(), topic.topic(), topic.take());
        }
    }

    /// @param message null when nothing is to be kept
    record Retained(String instance, Topic topic, @Nullable Message message) implements Write {}

    /// The message enters the queue of a rule.
    record SendOn(SimOutbox outbox, Message message, OutboxLabel label) implements Write {}

    /// These entries leave the queue of a rule.
    record Settle(SimOutbox outbox, long[] sequences) implements Write {}

    /// @param newest the highest number of a session of the instance
    /// @param done completed when the deletion is safe
    record DropInstance(String instance, long newest, CompletableFuture<Void> done) implements Write {}

    /// Nothing to write: a task that waits until all before it is durable.
    record Durable(Executor shard, Runnable then) implements Write {}

    /// Nothing to write: a read that must see all before it.
    record Read(Executor shard, long session, long after, int most, Consumer<InboxPage> sink) implements Write {}

    /// The sessions of a virtual shard, which nobody has written to yet.
    record Acquire(int vshard, SimShardStore shard, ShardStore.Acquisition sink) implements Write {}
}
