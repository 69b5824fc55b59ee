package io.hongyan.store.cassandra;

import io.hongyan.broker.store.AtomicBatch;
import io.hongyan.broker.store.InboxEntry;
import io.hongyan.broker.store.InboxPage;
import io.hongyan.broker.store.SessionStore;
import io.hongyan.broker.store.StoredSession;
import io.hongyan.broker.store.StoredSubscription;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// One session in Cassandra.
///
/// Confined to the session's shard.
final class CassandraSessionStore implements SessionStore {
    private final CassandraShardStore shard;
    private final SessionState state;

    CassandraSessionStore(CassandraShardStore shard, SessionState state) {
        this.shard = shard;
        this.state = state;
    }

    @Override
    public void save(StoredSession session) {
        shard.add(new WriteRequest.Save(state, session), null);
    }

    @Override
    public void remove() {
        shard.add(new WriteRequest.Remove(state), null);
    }

    @Override
    public void subscribe(StoredSubscription subscription) {
        shard.add(new WriteRequest.Subscribe(state, subscription), null);
    }

    @Override
    public void unsubscribe(String filter) {
        shard.add(new WriteRequest.Unsubscribe(state, filter), null);
    }

    @Override
    public AtomicBatch newBatch() {
        return new AtomicBatch();
    }

    @Override
    public void received(int packetId, @Nullable AtomicBatch batch) {
        shard.add(new WriteRequest.Received(state, packetId, batch), null);
    }

    @Override
    public void completed(int packetId) {
        shard.add(new WriteRequest.Completed(state, packetId), null);
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
        shard.append(state, entry);
    }

    @Override
    public void mark(InboxEntry entry, int mark) {
        shard.add(new WriteRequest.Mark(state, entry.sequence(), mark), entry.batch());
    }

    @Override
    public void done(InboxEntry entry) {
        shard.add(new WriteRequest.Done(state, entry.sequence(), null), entry.batch());
    }

    @Override
    public void moved(InboxEntry entry, AtomicBatch copies) {
        shard.add(new WriteRequest.Done(state, entry.sequence(), copies), entry.batch());
    }

    @Override
    public void doneLost(long sequence) {
        shard.add(new WriteRequest.Done(state, sequence, null), null);
    }

    @Override
    public void read(long after, int most, Consumer<InboxPage> sink) {
        shard.read(state, after, most, sink);
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
