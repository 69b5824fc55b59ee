package io.hongyan.broker.store;

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
    private final Map<String, StoredSubscription> subscriptions = new LinkedHashMap<>();
    private final TreeMap<Long, StoredMessage> inbox = new TreeMap<>();
    private final TreeSet<Integer> received = new TreeSet<>();
    private @Nullable StoredSession session;

    void save(StoredSession what) {
        session = what;
    }

    boolean belongsTo(String instance) {
        return session != null && session.key().instance().equals(instance);
    }

    boolean saved() {
        return session != null;
    }

    Map<String, StoredSubscription> subscriptions() {
        return subscriptions;
    }

    NavigableMap<Long, StoredMessage> inbox() {
        return inbox;
    }

    Set<Integer> received() {
        return received;
    }

    void sent(long sequence, int packetId, boolean released) {
        inbox.computeIfPresent(
                sequence,
                (_, m) -> new StoredMessage(
                        sequence, m.message(), m.qos(), m.retain(), m.subscriptionIds(), packetId, released));
    }

    StoredPage page(long after, int most) {
        List<StoredMessage> messages =
                inbox.tailMap(after, false).values().stream().limit(most).toList();
        return new StoredPage(messages, List.of());
    }

    void tell(long number, Store.Restored sink) {
        StoredSession known = session;
        if (known == null) {
            return;
        }
        sink.session(number, known);
        subscriptions.values().forEach(sink::subscription);
        int waiting = 0;
        long bytes = 0;
        for (StoredMessage message : inbox.values()) {
            if (message.packetId() != 0) {
                sink.inflight(message);
            } else {
                waiting++;
                bytes += message.message().bytes();
            }
        }
        sink.waiting(waiting, bytes, inbox.isEmpty() ? 0 : inbox.lastKey());
        received.forEach(sink::received);
        sink.end();
    }
}
