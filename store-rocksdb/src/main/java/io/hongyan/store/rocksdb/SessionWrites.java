package io.hongyan.store.rocksdb;

import io.hongyan.broker.store.AtomicBatch;
import io.hongyan.broker.store.InboxEntry;
import io.hongyan.broker.store.InboxPage;
import io.hongyan.broker.store.SessionStore;
import io.hongyan.broker.store.StoredSession;
import io.hongyan.broker.store.StoredSubscription;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// One session in the database, named by its number: the virtual shard in the upper 16 bits, below it the start and a
/// counter.
///
/// Confined to the session's shard.
final class SessionWrites implements SessionStore {
    private final ShardWrites shard;
    private final long number;

    SessionWrites(ShardWrites shard, long number) {
        this.shard = shard;
        this.number = number;
    }

    @Override
    public void save(StoredSession session) {
        shard.add(new Write.Save(number, session));
    }

    @Override
    public void remove() {
        shard.add(new Write.Remove(number));
    }

    @Override
    public void subscribe(StoredSubscription subscription) {
        shard.add(new Write.Subscribe(number, subscription));
    }

    @Override
    public void unsubscribe(String filter) {
        shard.add(new Write.Unsubscribe(number, filter));
    }

    @Override
    public AtomicBatch newBatch() {
        return new AtomicBatch();
    }

    @Override
    public void received(int packetId, @Nullable AtomicBatch batch) {
        shard.add(new Write.Received(number, packetId, batch));
    }

    @Override
    public void completed(int packetId) {
        shard.add(new Write.Completed(number, packetId));
    }

    @Override
    public boolean readable() {
        return true;
    }

    @Override
    public boolean delaysDurability() {
        return true;
    }

    @Override
    public void append(InboxEntry entry) {
        shard.append(number, entry);
    }

    @Override
    public void mark(InboxEntry entry, int mark) {
        shard.add(new Write.Mark(number, entry.sequence(), mark));
    }

    @Override
    public void done(InboxEntry entry) {
        AtomicBatch batch = entry.batch();
        if (batch == null) {
            doneLost(entry.sequence());
        } else {
            shard.within(batch, () -> doneLost(entry.sequence())); // alone, it could overtake the append
        }
    }

    @Override
    public void doneLost(long sequence) {
        shard.add(new Write.Done(number, sequence));
    }

    @Override
    public void read(long after, int most, Consumer<InboxPage> sink) {
        shard.read(number, after, most, sink);
    }

    @Override
    public void whenDurable(Runnable then) {
        shard.whenDurable(then);
    }

    @Override
    public @Nullable AtomicBatch batch() {
        return shard.batch();
    }
}
