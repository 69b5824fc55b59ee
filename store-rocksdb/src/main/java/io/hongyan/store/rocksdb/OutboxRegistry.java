package io.hongyan.store.rocksdb;

import io.hongyan.broker.store.Outbox;
import io.hongyan.broker.store.OutboxKey;
import io.hongyan.broker.store.OutboxLimits;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/// The outboxes of all rules. Any thread.
final class OutboxRegistry {
    private final ConcurrentHashMap<OutboxKey, RocksDbOutbox> byKey = new ConcurrentHashMap<>();
    private final PageReader pages;
    private final Consumer<WriteRequest> writes;

    OutboxRegistry(PageReader pages, Consumer<WriteRequest> writes) {
        this.pages = pages;
        this.writes = writes;
    }

    RocksDbOutbox of(OutboxKey key) {
        return byKey.computeIfAbsent(
                key, missing -> new RocksDbOutbox(missing, OutboxLimits.defaults(), pages, writes));
    }

    /// Closes and removes the outboxes of an instance.
    ///
    /// @return the removed outboxes, whose entries are still in the database
    List<RocksDbOutbox> drop(String instance) {
        List<RocksDbOutbox> dropped = new ArrayList<>();
        byKey.values().removeIf(outbox -> outbox.key().instance().equals(instance) && dropped.add(outbox));
        dropped.forEach(RocksDbOutbox::close);
        return dropped;
    }

    List<Outbox> all() {
        return List.copyOf(byKey.values());
    }

    void close() {
        byKey.values().forEach(RocksDbOutbox::close);
    }
}
