package io.hongyan.broker.inbox;

import io.hongyan.broker.store.InboxEntry;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The entries of one inbox that are in memory, oldest first. An empty one needs no queue: most receivers are absent.
///
/// Confined to the shard of the inbox.
final class InboxHead {
    private @Nullable ArrayDeque<InboxEntry> entries;
    private long bytes;

    int size() {
        return entries == null ? 0 : entries.size();
    }

    boolean isEmpty() {
        return entries == null || entries.isEmpty();
    }

    long bytes() {
        return bytes;
    }

    /// The oldest entry. Only allowed while there is one.
    InboxEntry first() {
        return present().element();
    }

    /// The newest entry. Only allowed while there is one.
    InboxEntry last() {
        return present().getLast();
    }

    /// The oldest entries, in a list of its own.
    List<InboxEntry> first(int most) {
        return entries == null
                ? new ArrayList<>()
                : entries.stream().limit(most).collect(Collectors.toCollection(ArrayList::new));
    }

    void add(InboxEntry entry) {
        present().add(entry);
        bytes += entry.message().bytes();
    }

    /// Takes out the oldest entry. Only allowed while there is one.
    InboxEntry remove() {
        InboxEntry first = present().remove();
        bytes -= first.message().bytes();
        return first;
    }

    /// Gives up all entries, and the room for them.
    void clear(Consumer<InboxEntry> each) {
        if (entries != null) {
            entries.forEach(each);
        }
        entries = null;
        bytes = 0;
    }

    private ArrayDeque<InboxEntry> present() {
        ArrayDeque<InboxEntry> present = entries;
        if (present == null) {
            present = new ArrayDeque<>(2);
            entries = present;
        }
        return present;
    }
}
