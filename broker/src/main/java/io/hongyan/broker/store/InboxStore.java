package io.hongyan.broker.store;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Where the entries of one inbox are kept. Called on the shard of the inbox only; writes take effect in the order of
/// the calls, and none blocks.
public interface InboxStore {
    /// Whether entries can be read back with [#read]. If not, the inbox must hold them itself.
    boolean readable();

    /// Whether a write made now is durable only later.
    boolean delaysDurability();

    /// An entry joined the inbox.
    void append(InboxEntry entry);

    /// The user of the inbox took an entry, or came further with it.
    ///
    /// @param mark what to give back with the entry after a restart; not 0
    void mark(InboxEntry entry, int mark);

    /// An entry needs nothing more: acknowledged, expired or dropped.
    void done(InboxEntry entry);

    /// An entry was moved to other inboxes.
    ///
    /// @param copies what was written there, to be committed by this: a crash leaves the entry or its copies, not both
    void moved(InboxEntry entry, AtomicBatch copies);

    /// The same as [#done] for an entry whose message is lost.
    void doneLost(long sequence);

    /// Reads entries in their order, everything included that was written before. A page ends after 4 MiB.
    ///
    /// @param after only sequences above this one
    /// @param most how many, 1 to 10,000
    /// @param sink called on this shard, once
    void read(long after, int most, Consumer<InboxPage> sink);

    /// Runs the task on this shard once everything written before is durable, as far as this store promises it; at once
    /// when nothing has to be waited for.
    void whenDurable(Runnable then);

    /// The batch that writes belong to at present, or null.
    @Nullable
    AtomicBatch batch();
}
