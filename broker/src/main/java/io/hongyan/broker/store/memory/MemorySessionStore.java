package io.hongyan.broker.store.memory;

import io.hongyan.broker.store.AtomicBatch;
import io.hongyan.broker.store.InboxEntry;
import io.hongyan.broker.store.InboxPage;
import io.hongyan.broker.store.SessionStore;
import io.hongyan.broker.store.StoredSession;
import io.hongyan.broker.store.StoredSubscription;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// One session in a lasting store on the heap.
final class MemorySessionStore implements SessionStore {
    private final MemoryStore store;
    private final MemoryShard shard;
    private final long number;

    MemorySessionStore(MemoryStore store, MemoryShard shard, long number) {
        this.store = store;
        this.shard = shard;
        this.number = number;
    }

    @Override
    public void save(StoredSession session) {
        write(kept -> kept.save(session), null);
    }

    @Override
    public void remove() {
        shard.write(() -> store.remove(number), null);
    }

    @Override
    public void subscribe(StoredSubscription subscription) {
        write(kept -> kept.subscriptions().put(subscription.filter(), subscription), null);
    }

    @Override
    public void unsubscribe(String filter) {
        write(kept -> kept.subscriptions().remove(filter), null);
    }

    @Override
    public AtomicBatch newBatch() {
        return new AtomicBatch();
    }

    @Override
    public void received(int packetId, @Nullable AtomicBatch batch) {
        Runnable record = () -> store.session(number).receivedIds().add(packetId);
        if (batch == null) {
            shard.write(record, null);
        } else {
            shard.commit(batch, record);
        }
    }

    @Override
    public void completed(int packetId) {
        write(kept -> kept.receivedIds().remove(packetId), null);
    }

    @Override
    public boolean readable() {
        return true;
    }

    @Override
    public boolean delaysDurability() {
        return true; // as a store on disk does
    }

    @Override
    public void append(InboxEntry entry) {
        write(kept -> kept.inbox().put(entry.sequence(), entry), entry.batch());
    }

    @Override
    public void mark(InboxEntry entry, int mark) {
        write(kept -> kept.mark(entry.sequence(), mark), entry.batch());
    }

    @Override
    public void done(InboxEntry entry) {
        write(kept -> kept.inbox().remove(entry.sequence()), entry.batch());
    }

    @Override
    public void moved(InboxEntry entry, AtomicBatch copies) {
        shard.write(
                () -> {
                    store.session(number).inbox().remove(entry.sequence());
                    copies.commit().forEach(part -> ((Runnable) part).run());
                },
                entry.batch());
    }

    @Override
    public void doneLost(long sequence) {
        write(kept -> kept.inbox().remove(sequence), null);
    }

    @Override
    public void read(long after, int most, Consumer<InboxPage> sink) {
        shard.later(() -> sink.accept(store.page(number, after, most)));
    }

    @Override
    public void whenDurable(Runnable then) {
        shard.whenDurable(then);
    }

    @Override
    public @Nullable AtomicBatch batch() {
        return shard.batch();
    }

    /// @param to the batch that the change belongs to; null = none, whatever is being delivered
    private void write(Consumer<MemorySession> change, @Nullable AtomicBatch to) {
        shard.write(() -> change.accept(store.session(number)), to);
    }
}
