package io.hongyan.broker.store;

import io.hongyan.broker.message.Message;
import io.hongyan.codec.topic.Topic;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// One shard's part of the store. Called on that shard only. Writes take effect in the order of the calls; none blocks.
///
/// A session is named by the number that [#open] gave it, so that a later session of the same client can never meet
/// what an earlier one left behind.
public interface ShardStore {
    /// The number for a persistent session that begins: the virtual shard in the upper 16 bits, a counter below. 0 from
    /// a store that keeps no sessions.
    long open(SessionKey key);

    /// A persistent session began or changed.
    void save(long session, StoredSession what);

    /// The session ended: everything of it goes.
    void remove(long session);

    void subscribe(long session, StoredSubscription subscription);

    void unsubscribe(long session, String filter);

    /// A message joined the inbox.
    void append(long session, StoredMessage message);

    /// A message of the inbox is sent under that packet identifier, 1 to 65535.
    void sent(long session, long sequence, int packetId);

    /// PUBREC came for a message of the inbox.
    void released(long session, long sequence, int packetId);

    /// A message of the inbox needs nothing more: acknowledged, expired or dropped.
    void done(long session, long sequence);

    /// A QoS 2 PUBLISH of the client was taken over under that identifier.
    ///
    /// @param unit takes effect together with this
    void received(long session, int packetId, Unit unit);

    /// Its PUBREL came.
    void completed(long session, int packetId);

    /// A retained message was set.
    void retain(String instance, Message message);

    /// A retained message was cleared.
    void forget(String instance, Topic topic);

    /// A message joins the queue of a rule, durable as every other write: an acknowledgement waits by [#whenSafe].
    ///
    /// @param queue of the same store
    /// @param key messages of one key must leave in order; empty for none
    /// @return false when the queue is full: then nothing is written, and the publisher must be refused or slowed
    boolean offer(Outbox queue, Message message, String key);

    /// Runs the task at once. What it writes, and what it gives to [#whenSafe], belongs to that unit: it waits for
    /// the call of [#received] that ends the unit.
    void within(Unit unit, Runnable writes);

    /// The unit that the present task writes within, or null. A later write about the same message must be made within
    /// it too, or it could overtake: once the unit has ended, that is the same as outside.
    @Nullable
    Unit unit();

    /// How many writes were asked for so far: the same number twice means that nothing between needs to become safe.
    long writes();

    /// Runs the task on this shard when everything written before is safe, as safe as this store promises.
    void whenSafe(Runnable then);

    /// Reads messages of an inbox in their order, everything that was written before included.
    ///
    /// @param after only sequences above this one
    /// @param most how many, 1 to 10,000
    /// @param sink called on this shard, once
    void read(long session, long after, int most, Consumer<StoredPage> sink);

    /// Why nobody should add anything, or null: so much waits for the disk, or the store has failed. Reading and
    /// deleting may go on.
    @Nullable
    String refusal();
}
