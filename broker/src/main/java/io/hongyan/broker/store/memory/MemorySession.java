package io.hongyan.broker.store.memory;

import io.hongyan.broker.store.InboxEntry;
import io.hongyan.broker.store.InboxPage;
import io.hongyan.broker.store.InboxSummary;
import io.hongyan.broker.store.RecoveredSession;
import io.hongyan.broker.store.SessionStore;
import io.hongyan.broker.store.StoredSession;
import io.hongyan.broker.store.StoredSubscription;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Everything of one session on the heap. Guarded by the lock of its store.
final class MemorySession {
    private static final long PAGE_BYTES = 4L << 20;

    private final Map<String, StoredSubscription> subscriptions = new LinkedHashMap<>();
    private final TreeMap<Long, InboxEntry> inbox = new TreeMap<>();
    private final TreeSet<Integer> receivedIds = new TreeSet<>();
    private @Nullable StoredSession session;

    void save(StoredSession what) {
        session = what;
    }

    boolean belongsTo(String instance) {
        return session != null && session.key().instance().equals(instance);
    }

    @Nullable
    StoredSession saved() {
        return session;
    }

    Map<String, StoredSubscription> subscriptions() {
        return subscriptions;
    }

    NavigableMap<Long, InboxEntry> inbox() {
        return inbox;
    }

    Set<Integer> receivedIds() {
        return receivedIds;
    }

    void mark(long sequence, int mark) {
        inbox.computeIfPresent(sequence, (_, entry) -> entry.marked(mark));
    }

    InboxPage page(long after, int most) {
        List<InboxEntry> entries = new ArrayList<>();
        long bytes = 0;
        for (InboxEntry entry : inbox.tailMap(after, false).values()) {
            if (entries.size() == most || bytes >= PAGE_BYTES) {
                return new InboxPage(entries, List.of(), false);
            }
            entries.add(entry);
            bytes += entry.message().bytes();
        }
        return new InboxPage(entries, List.of(), true);
    }

    RecoveredSession recovered(SessionStore store, StoredSession known) {
        List<InboxEntry> taken = new ArrayList<>();
        int waiting = 0;
        long bytes = 0;
        int shared = 0;
        for (InboxEntry entry : inbox.values()) {
            if (entry.mark() != 0) {
                taken.add(entry);
            } else {
                waiting++;
                bytes += entry.message().bytes();
                shared += entry.options().shared() ? 1 : 0;
            }
        }
        InboxSummary summary = new InboxSummary(waiting, bytes, shared, inbox.isEmpty() ? 0 : inbox.lastKey());
        int[] ids = receivedIds.stream().mapToInt(Integer::intValue).toArray();
        return new RecoveredSession(store, known, List.copyOf(subscriptions.values()), taken, summary, ids);
    }
}
