package io.hongyan.broker.store;

import io.hongyan.broker.message.Message;
import io.hongyan.codec.topic.Topic;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One shard's part of the store. Called on that shard only. Writes take effect in the order of the calls; none blocks.
public interface ShardStore {
    /// Takes a virtual shard over: reads its retained messages and its sessions page by page, and then opens it for
    /// writing. Until then nothing of the virtual shard may be written, but removed what was read.
    ///
    /// @param vshard 0 to 4095
    /// @param sink called on this shard
    void acquire(int vshard, Acquisition sink);

    /// Gives a virtual shard up. What was written before becomes durable; nothing of it may be written any more.
    void release(int vshard);

    /// Begins a session that outlives its connection. A store that keeps nothing gives [TransientSession#NOTHING].
    SessionStore create(SessionKey key);

    /// What is retained of a topic has changed. The store writes what is there [by then][RetainedTopic#take], and never
    /// within a batch, which may be committed late.
    void retain(RetainedTopic topic);

    /// A retained message was set that nobody changes meanwhile.
    default void retain(String instance, Message message) {
        retain(RetainedTopic.of(instance, message.topic(), message));
    }

    /// A retained message was cleared that nobody changes meanwhile.
    default void removeRetained(String instance, Topic topic) {
        retain(RetainedTopic.of(instance, topic, null));
    }

    /// A message joins the outbox of a rule, durable as every other write: an acknowledgement waits by [#whenDurable].
    /// It belongs to the virtual shard of its publisher.
    ///
    /// @param outbox of the same store, where room was [reserved][Outbox#reserve]
    void append(Outbox outbox, Message message, OutboxLabel label);

    /// A connection is open. A store that keeps nothing does nothing.
    void opened(OpenChannel channel);

    /// That connection is closed.
    void closed(OpenChannel channel);

    /// Runs the task at once. What it keeps of the message, in inboxes and in outboxes, and what it gives to
    /// `whenDurable`, belongs to that batch: it waits for the call of [SessionStore#received] or [InboxStore#moved]
    /// that commits the batch. Other writes do not: a session that ends meanwhile must not come back with the batch.
    void within(AtomicBatch batch, Runnable writes);

    /// The batch that the present task writes within, or null.
    @Nullable
    AtomicBatch batch();

    /// How many writes were asked for so far: the same number twice means that nothing between needs to become durable.
    long writes();

    /// Runs the task on this shard once everything written before is durable, as far as this store promises it; at once
    /// when nothing has to be waited for.
    void whenDurable(Runnable then);

    /// Why nobody should add anything, or null: so much waits for the disk, or the store has failed. Reading and
    /// deleting may go on.
    @Nullable
    String refusal();

    /// Why nothing has become durable for some seconds although something waits for it, or null. It is tried again, and
    /// what was taken is not lost.
    @Nullable
    String outage();

    /// Why nothing becomes durable any more until the process starts again, or null: see [Store#failure].
    @Nullable
    String failure();

    /// Hears what a virtual shard has.
    interface Acquisition {
        /// Some sessions, in no particular order.
        void page(List<RecoveredSession> sessions);

        /// Some retained messages whose topics fall on the virtual shard, in no particular order. A store that tells
        /// them [at the start][Store#retained] has none here.
        void retained(List<RecoveredRetained> messages);

        /// There is nothing more; the virtual shard is open.
        void opened();
    }
}
