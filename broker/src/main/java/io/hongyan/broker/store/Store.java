package io.hongyan.broker.store;

import io.hongyan.broker.message.Clock;
import io.hongyan.broker.message.Message;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/// Keeps persistent sessions, retained messages and records. Each shard writes its own part, in its own order, and
/// never waits: what must not leave before it is durable is given to [ShardStore#whenDurable].
public interface Store extends AutoCloseable {
    /// The part of one shard.
    ///
    /// @param loop runs tasks on that shard
    ShardStore shard(Executor loop);

    /// The time that the broker had when it last wrote, and at most a minute before it ended, in wall milliseconds; 0
    /// for a store that was never written. Before [#clock].
    long recordedMillis();

    /// Sets the broker's clock, which does not go behind [#recordedMillis]. Called once, before everything below. The
    /// store records its time with each write, and now and then.
    void clock(Clock broker);

    /// Whether anything outlives the process. If not, nothing has to be waited for.
    boolean durable();

    /// What is wrong with the store at present, for people; null when nothing is. Any thread.
    @Nullable
    String fault();

    /// Completes, with the reason, when the store has failed for good: nothing becomes durable any more until the
    /// process starts again. What fails for a while, as a full disk does, is only a [#fault].
    CompletableFuture<String> failure();

    /// Tells every retained message that was kept, if this is a store of one process, which reads them all faster than
    /// by virtual shard. Others tell those of a virtual shard when it is [acquired][ShardStore#acquire], and none here.
    /// Before anything is acquired.
    ///
    /// @param sink gets the instance and the message
    void retained(BiConsumer<String, Message> sink);

    /// The queue of a rule, with what an earlier run has left in it. Any thread.
    ///
    /// @param limits hold from now on
    Outbox outbox(OutboxKey key, OutboxLimits limits);

    /// Every queue that was asked for, or was found on disk. Any thread.
    List<Outbox> outboxes();

    /// The rows by key, apart from sessions and messages. Any thread, once the [clock][#clock] is set.
    RecordTable records();

    /// The connections that were open when an earlier run ended, and are not [closed][ShardStore#closed] since. Before
    /// the shards are used.
    List<OpenChannel> openChannels();

    /// Deletes what an instance owns: its sessions with their messages, its retained messages, its outboxes; not
    /// [#records], of which the store does not know whose they are. One write decides: whatever happens after it, the
    /// next start knows nothing of them, and what a later instance of the same name writes stays. May be repeated. Any
    /// thread.
    ///
    /// @param instance nothing of it may be written any more, and all that was must be durable by now. The shards may
    ///         still remove its sessions
    /// @return completes, on a thread of the store, when the deletion is durable
    CompletableFuture<Void> dropInstance(String instance);

    @Override
    void close();
}
