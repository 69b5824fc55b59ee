package io.hongyan.broker.store;

import io.hongyan.broker.message.Message;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;

/// Keeps persistent sessions and retained messages. Each shard writes its own part, in its own order, and never waits:
/// what must not leave before it is on disk is given to [ShardStore#whenSafe].
public interface Store extends AutoCloseable {
    /// The part of one shard.
    ///
    /// @param loop runs tasks on that shard
    ShardStore shard(Executor loop);

    /// Whether anything outlives the process. If not, nothing has to be waited for.
    boolean durable();

    /// Tells every session that was kept, once, before any shard writes.
    void restore(Restored sink);

    /// Tells every retained message that was kept.
    ///
    /// @param sink gets the instance and the message
    void retained(BiConsumer<String, Message> sink);

    /// The queue of a rule, with what an earlier run has left in it. Any thread, after [#restore].
    ///
    /// @param name 1 to 200 characters without U+0000
    /// @param limits hold from now on
    Outbox outbox(String name, OutboxLimits limits);

    /// Every queue that was asked for, or was found on disk. Any thread.
    List<Outbox> outboxes();

    @Override
    void close();

    /// Receives sessions, one after the other: first the session, then what belongs to it.
    interface Restored {
        void session(long number, StoredSession session);

        void subscription(StoredSubscription subscription);

        /// A message that was sent and not finished, in the order of sequences.
        void inflight(StoredMessage message);

        /// The messages that were never sent.
        ///
        /// @param bytes as [Message#bytes] counts
        /// @param last the highest sequence of the inbox
        void waiting(int messages, long bytes, long last);

        /// A QoS 2 identifier of the client before PUBREL.
        void received(int packetId);

        /// Nothing more of this session.
        void end();
    }
}
