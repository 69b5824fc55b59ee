package io.hongyan.testkit.sim.world;

import io.hongyan.broker.store.AtomicBatch;
import io.hongyan.broker.store.InboxEntry;
import io.hongyan.broker.store.InboxPage;
import io.hongyan.broker.store.SessionStore;
import io.hongyan.broker.store.StoredSession;
import io.hongyan.broker.store.StoredSubscription;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// One session on a [SimDisk].
final class SimSessionStore implements SessionStore {
    private final SimShardStore shard;
    private final long number;

    SimSessionStore(SimShardStore shard, long number) {
        this.shard = shard;
        this.number = number;
    }

    @Override
    public void save(StoredSession session) {
        shard.add(new Write.Save(number, session), null);
    }

    @Override
    public void remove() {
        shard.add(new Write.Remove(number), null);
    }

    @Override
    public void subscribe(StoredSubscription subscription) {
        shard.add(new Write.Subscribe(number, subscription), null);
    }

    @Override
    public void unsubscribe(String filter) {
        shard.add(new Write.Unsubscribe(number, filter), null);
    }

    @Override
    public AtomicBatch newBatch() {
        return new AtomicBatch();
    }

    @Override
    public void received(int packetId, @Nullable AtomicBatch batch) {
        shard.add(new Write.Received(number, packetId, batch), null);
    }

    @Override
    public void completed(int packetId) {
        shard.add(new Write.Completed(number, packetId), null);
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
        shard.pending(entry.message().bytes());
        shard.add(new Write.Append(number, entry), entry.batch());
    }

    @Override
    public void mark(InboxEntry entry, int mark) {
        shard.add(new Write.Mark(number, entry.sequence(), mark), entry.batch());
    }

    @Override
    public void done(InboxEntry entry) {
        shard.add(new Write.Done(number, entry.sequence()), entry.batch()); // alone, it could overtake the append
    }

    @Override
    public void moved(InboxEntry entry, AtomicBatch copies) {
        shard.add(new Write.Moved(number, entry.sequence(), copies), entry.batch());
    }

    @Override
    public void doneLost(long sequence) {
        shard.add(new Write.Done(number, sequence), null);
    }

    @Override
    public void read(long after, int most, Consumer<InboxPage> sink) {
        shard.read(new Write.Read(shard.loop(), number, after, most, sink));
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
