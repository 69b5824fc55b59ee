package io.hongyan.broker.store;

import io.hongyan.broker.message.Message;
import java.util.concurrent.CompletableFuture;

/// The queue of messages that one rule sends on to something outside: kept until it is acknowledged, whatever becomes
/// of publisher, receivers and retained messages. Shards append by [ShardStore#append]; what one shard appends stays in
/// its order. One reader; any thread.
///
/// Nothing in it grows too old: it holds what it has until it is read, and refuses beyond its limits.
public interface Outbox {
    OutboxKey key();

    /// Takes room for a message that is about to be [appended][ShardStore#append].
    ///
    /// @return false when there is none: then the message must not be appended, and its publisher must be refused
    boolean reserve(Message message);

    /// Gives back the room that was [taken][#reserve] for a message that is not appended after all.
    void giveBack(Message message);

    /// Counts a message that is refused since there is no [room][#room], without an attempt to reserve it.
    void refused();

    /// What there is room for, as a part of the whole: 1 for an empty outbox, 0 for a full one. Any number of shards
    /// may take it at the same time, so that [#reserve] decides.
    double room();

    /// Reads entries in their order. Only what is as safe as the store promises is seen. A page ends after 4 MiB.
    ///
    /// @param after only sequences above this one; 0 for all
    /// @param most how many, 1 to 10,000
    /// @return completes when there is something, exceptionally when the store is closed. What hangs on it runs on a
    ///         thread of the store and must be short
    CompletableFuture<OutboxPage> read(long after, int most);

    /// Reads as [#read] does, but does not wait for entries: with none there it completes with an empty page.
    CompletableFuture<OutboxPage> look(long after, int most);

    /// Everything up to that sequence is settled and goes. After a crash, what was acknowledged last may be read again.
    ///
    /// @param upTo a sequence that was read; [Long#MAX_VALUE] for all that is safe by now
    void acknowledge(long upTo);

    /// These entries are settled and go, one by one, in any order. After a crash, what was settled last may be read
    /// again. A sequence that is settled already, or was never there, is passed over.
    ///
    /// @param sequences that were read
    void settle(long[] sequences);

    OutboxStats stats();
}
