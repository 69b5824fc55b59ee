package io.hongyan.store.rocksdb;

import io.hongyan.broker.store.Outbox;
import io.hongyan.broker.store.OutboxKey;
import io.hongyan.broker.store.OutboxLimits;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/// The queues of all rules. Any thread.
final class Outboxes {
    private final ConcurrentHashMap<OutboxKey, StoredOutbox> byKey = new ConcurrentHashMap<>();
    private final Pages pages;
    private final Consumer<Write> writes;

    Outboxes(Pages pages, Consumer<Write> writes) {
        this.pages = pages;
        this.writes = writes;
    }

    StoredOutbox of(OutboxKey key) {
        return byKey.computeIfAbsent(key, unknown -> new StoredOutbox(unknown, OutboxLimits.defaults(), pages, writes));
    }

    /// Closes and forgets the queues of an instance.
    ///
    /// @return those queues, whose entries are still there
    List<StoredOutbox> drop(String instance) {
        List<StoredOutbox> dropped = new ArrayList<>();
        byKey.values().removeIf(queue -> queue.key().instance().equals(instance) && dropped.add(queue));
        dropped.forEach(StoredOutbox::close);
        return dropped;
    }

    List<Outbox> all() {
        return List.copyOf(byKey.values());
    }

    void close() {
        byKey.values().forEach(StoredOutbox::close);
    }
}
