package io.hongyan.store.rocksdb;

import io.hongyan.broker.store.Outbox;
import io.hongyan.broker.store.OutboxLimits;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/// The queues of all rules. Any thread.
final class Outboxes {
    private final ConcurrentHashMap<String, StoredOutbox> byName = new ConcurrentHashMap<>();
    private final Pages pages;
    private final Consumer<Write> writes;

    Outboxes(Pages pages, Consumer<Write> writes) {
        this.pages = pages;
        this.writes = writes;
    }

    StoredOutbox of(String name) {
        return byName.computeIfAbsent(
                name, unknown -> new StoredOutbox(unknown, OutboxLimits.defaults(), pages, writes));
    }

    List<Outbox> all() {
        return List.copyOf(byName.values());
    }

    void close() {
        byName.values().forEach(StoredOutbox::close);
    }
}
