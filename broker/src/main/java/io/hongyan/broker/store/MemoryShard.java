package io.hongyan.broker.store;

import io.hongyan.broker.message.Message;
import io.hongyan.codec.topic.Topic;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// One shard's part of a store on the heap.
final class MemoryShard implements ShardStore {
    private final MemoryStore store;
    private final Executor loop;
    private @Nullable Unit unit;
    private long count;

    MemoryShard(MemoryStore store, Executor loop) {
        this.store = store;
        this.loop = loop;
    }

    @Override
    public long open(SessionKey key) {
        return store.lasts() ? store.number(key.vshard()) : 0;
    }

    @Override
    public void save(long session, StoredSession what) {
        write(() -> store.session(session).save(what));
    }

    @Override
    public void remove(long session) {
        write(() -> store.remove(session));
    }

    @Override
    public void subscribe(long session, StoredSubscription subscription) {
        write(() -> store.session(session).subscriptions().put(subscription.filter(), subscription));
    }

    @Override
    public void unsubscribe(long session, String filter) {
        write(() -> store.session(session).subscriptions().remove(filter));
    }

    @Override
    public void append(long session, StoredMessage message) {
        write(() -> store.session(session).inbox().put(message.sequence(), message));
    }

    @Override
    public void sent(long session, long sequence, int packetId) {
        write(() -> store.session(session).sent(sequence, packetId, false));
    }

    @Override
    public void released(long session, long sequence, int packetId) {
        write(() -> store.session(session).sent(sequence, packetId, true));
    }

    @Override
    public void done(long session, long sequence) {
        write(() -> store.session(session).inbox().remove(sequence));
    }

    @Override
    public void received(long session, int packetId, Unit ends) {
        count++;
        synchronized (store) {
            store.recordTime();
            store.session(session).received().add(packetId);
            ends.end().forEach(part -> ((Runnable) part).run());
        }
    }

    @Override
    public void completed(long session, int packetId) {
        write(() -> store.session(session).received().remove(packetId));
    }

    @Override
    public void retain(String instance, Message message) {
        write(() -> store.retain(instance, message));
    }

    @Override
    public void forget(String instance, Topic topic) {
        write(() -> store.forget(instance, topic));
    }

    @Override
    public boolean offer(Outbox queue, Message message, String key) {
        MemoryOutbox outbox = (MemoryOutbox) queue;
        boolean room = outbox.counts().take(message);
        if (room) {
            write(() -> outbox.add(message, key));
        }
        return room;
    }

    @Override
    public void within(Unit inner, Runnable writes) {
        Unit outer = unit;
        unit = inner;
        try {
            writes.run();
        } finally {
            unit = outer;
        }
    }

    @Override
    public @Nullable Unit unit() {
        return unit;
    }

    @Override
    public long writes() {
        return count;
    }

    @Override
    public void whenSafe(Runnable then) {
        Unit present = unit;
        if (present != null && present.add((Runnable) () -> loop.execute(then))) {
            return;
        }
        if (store.lasts()) {
            loop.execute(then); // as a store does that takes its time
        } else {
            then.run();
        }
    }

    @Override
    public void read(long session, long after, int most, Consumer<StoredPage> sink) {
        loop.execute(() -> {
            StoredPage page;
            synchronized (store) {
                MemorySession present = store.present(session);
                page = present == null ? StoredPage.EMPTY : present.page(after, most);
            }
            sink.accept(page);
        });
    }

    @Override
    public @Nullable String refusal() {
        return null;
    }

    private void write(Runnable part) {
        count++;
        Unit present = unit;
        if (present == null || !present.add(part)) {
            synchronized (store) {
                store.recordTime();
                part.run();
            }
        }
    }
}
