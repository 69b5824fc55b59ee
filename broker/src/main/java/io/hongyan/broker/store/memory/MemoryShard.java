package io.hongyan.broker.store.memory;

import io.hongyan.broker.message.Message;
import io.hongyan.broker.store.AtomicBatch;
import io.hongyan.broker.store.BatchedShardStore;
import io.hongyan.broker.store.OpenChannel;
import io.hongyan.broker.store.Outbox;
import io.hongyan.broker.store.OutboxLabel;
import io.hongyan.broker.store.RecoveredRetained;
import io.hongyan.broker.store.RecoveredSession;
import io.hongyan.broker.store.RetainedTopic;
import io.hongyan.broker.store.SessionKey;
import io.hongyan.broker.store.SessionStore;
import io.hongyan.broker.store.TransientSession;
import java.util.List;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/// One shard's part of a store on the heap.
final class MemoryShard extends BatchedShardStore {
    private final MemoryStore store;
    private final Executor loop;

    MemoryShard(MemoryStore store, Executor loop) {
        this.store = store;
        this.loop = loop;
    }

    @Override
    public void acquire(int vshard, Acquisition sink) {
        List<RecoveredRetained> retained = store.retained(vshard);
        if (!retained.isEmpty()) {
            sink.retained(retained);
        }
        List<RecoveredSession> sessions = store.recover(vshard, this);
        if (!sessions.isEmpty()) {
            sink.page(sessions);
        }
        sink.opened();
    }

    @Override
    public void release(int vshard) {}

    @Override
    public SessionStore create(SessionKey key) {
        return store.lasts()
                ? new MemorySessionStore(store, this, store.number(key.vshard()))
                : TransientSession.NOTHING;
    }

    @Override
    protected void write(RetainedTopic topic) {
        if (store.lasts()) {
            store.locked(() -> store.retain(topic));
        }
    }

    @Override
    public void opened(OpenChannel channel) {
        if (store.lasts()) {
            write(() -> store.channels().add(channel));
        }
    }

    @Override
    public void closed(OpenChannel channel) {
        if (store.lasts()) {
            write(() -> store.channels().remove(channel));
        }
    }

    @Override
    public void append(Outbox outbox, Message message, OutboxLabel label) {
        write(() -> ((MemoryOutbox) outbox).add(message, label));
    }

    @Override
    public void whenDurable(Runnable then) {
        AtomicBatch present = batch();
        if (present != null && present.add((Runnable) () -> later(then))) {
            return;
        }
        if (store.lasts()) {
            later(then); // as a store does that takes its time
        } else {
            then.run();
        }
    }

    @Override
    public @Nullable String refusal() {
        return null;
    }

    @Override
    public @Nullable String outage() {
        return null;
    }

    @Override
    public @Nullable String failure() {
        return null;
    }

    void later(Runnable task) {
        loop.execute(task);
    }

    /// Makes a change that belongs to the message that is being delivered.
    private void write(Runnable change) {
        write(change, batch());
    }

    /// @param to the batch that the change belongs to; null = none, whatever is being delivered
    void write(Runnable change, @Nullable AtomicBatch to) {
        if (!joins(change, to)) {
            store.locked(change);
        }
    }

    /// Makes a change together with all of a batch.
    void commit(AtomicBatch ending, Runnable change) {
        write(
                () -> {
                    change.run();
                    ending.commit().forEach(part -> ((Runnable) part).run());
                },
                null);
    }
}
