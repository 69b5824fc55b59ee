package io.hongyan.store.rocksdb;

import io.hongyan.broker.store.AtomicBatch;
import io.hongyan.broker.store.InboxEntry;
import io.hongyan.broker.store.InboxPage;
import io.hongyan.broker.store.SessionStore;
import io.hongyan.broker.store.StoredSession;
import io.hongyan.broker.store.StoredSubscription;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// One session in the database, identified by its number: the virtual shard in the upper 16 bits, then the start and a
/// counter.
///
/// Confined to the session's shard.
final class RocksDbSessionStore implements SessionStore {
    private final RocksDbShardStore shard;
    private final long number;

    /// Null until the client is first sent a message that is not written yet.
    private @Nullable SentAppends sent;

    RocksDbSessionStore(RocksDbShardStore shard, long number) {
        this.shard = shard;
        this.number = number;
    }

    @Override
    public void save(StoredSession session) {
        shard.add(new WriteRequest.Save(number, session), null);
    }

    @Override
    public void remove() {
        sent = null;
        shard.add(new WriteRequest.Remove(number), null);
    }

    @Override
    public void subscribe(StoredSubscription subscription) {
        shard.add(new WriteRequest.Subscribe(number, subscription), null);
    }

    @Override
    public void unsubscribe(String filter) {
        shard.add(new WriteRequest.Unsubscribe(number, filter), null);
    }

    @Override
    public AtomicBatch newBatch() {
        return new AtomicBatch();
    }

    @Override
    public void received(int packetId, @Nullable AtomicBatch batch) {
        shard.add(new WriteRequest.Received(number, packetId, batch), null);
    }

    @Override
    public void completed(int packetId) {
        shard.add(new WriteRequest.Completed(number, packetId), null);
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
        Append unwritten = shard.unwritten(number, entry);
        if (unwritten == null || !markUnwritten(unwritten, mark)) {
            shard.add(new WriteRequest.Mark(number, entry.sequence(), mark), entry.batch());
        }
    }

    private boolean markUnwritten(Append append, int mark) {
        SentAppends present = sent;
        if (present == null) {
            present = new SentAppends();
            sent = present;
        }
        boolean marked = shard.sent(append, mark, present.lingers());
        if (marked) {
            present.add(append);
        }
        return marked;
    }

    @Override
    public void done(InboxEntry entry) {
        SentAppends present = sent;
        Append unwritten = present == null ? null : present.remove(entry.sequence());
        if (present == null || unwritten == null || !shard.cancel(unwritten)) {
            shard.add(new WriteRequest.Done(number, entry.sequence()), entry.batch());
        } else {
            present.fast();
        }
    }

    @Override
    public void moved(InboxEntry entry, AtomicBatch copies) {
        shard.add(new WriteRequest.Moved(number, entry.sequence(), copies), entry.batch());
    }

    @Override
    public void doneLost(long sequence) {
        shard.add(new WriteRequest.Done(number, sequence), null);
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
