package io.hongyan.broker.inbox;

import io.hongyan.broker.store.InboxEntry;
import io.hongyan.broker.store.InboxSummary;

/// Counts the entries of one inbox that are only in the store.
///
/// Confined to the shard of the inbox.
final class StoredTail {
    private int messages;
    private long bytes;
    private int shared;

    int messages() {
        return messages;
    }

    long bytes() {
        return bytes;
    }

    /// How many came by a shared subscription.
    int shared() {
        return shared;
    }

    void found(InboxSummary summary) {
        messages = summary.messages();
        bytes = summary.bytes();
        shared = summary.shared();
    }

    void add(InboxEntry entry) {
        messages++;
        bytes += entry.message().bytes();
        shared += entry.options().shared() ? 1 : 0;
    }

    void remove(InboxEntry entry) {
        messages--;
        bytes -= entry.message().bytes();
        shared -= entry.options().shared() ? 1 : 0;
    }

    /// An entry is lost.
    ///
    /// @param itsBytes as they were counted, perhaps 0
    /// @return the bytes that are not counted any more
    long lose(int itsBytes) {
        long counted = messages == 1 ? bytes : Math.min(itsBytes, bytes);
        messages--;
        bytes -= counted;
        shared = messages == 0 ? 0 : shared;
        return counted;
    }

    void clear() {
        messages = 0;
        bytes = 0;
        shared = 0;
    }
}
