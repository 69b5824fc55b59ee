package io.hongyan.broker.store;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The store of a session that ends with its connection: keeps nothing, so that nothing has to be waited for. Only a
/// will is kept, in a record of its own, because it must be published even when the process is killed.
public final class TransientSession implements SessionStore {
    /// Keeps nothing at all.
    public static final TransientSession NOTHING = new TransientSession(null);

    private final @Nullable SessionStore willRecord;

    private TransientSession(@Nullable SessionStore willRecord) {
        this.willRecord = willRecord;
    }

    /// Keeps the will of a session.
    ///
    /// @param record made for this session by the shard's store
    public static TransientSession keepingWill(SessionStore record) {
        return new TransientSession(record);
    }

    @Override
    public void save(StoredSession session) {
        if (willRecord != null) {
            willRecord.save(session);
        }
    }

    @Override
    public void remove() {
        if (willRecord != null) {
            willRecord.remove();
        }
    }

    @Override
    public boolean readable() {
        return false;
    }

    @Override
    public boolean delaysDurability() {
        return false;
    }

    @Override
    public void subscribe(StoredSubscription subscription) {}

    @Override
    public void unsubscribe(String filter) {}

    @Override
    public @Nullable AtomicBatch newBatch() {
        return null;
    }

    @Override
    public void received(int packetId, @Nullable AtomicBatch batch) {}

    @Override
    public void completed(int packetId) {}

    @Override
    public void append(InboxEntry entry) {}

    @Override
    public void mark(InboxEntry entry, int mark) {}

    @Override
    public void done(InboxEntry entry) {}

    @Override
    public void moved(InboxEntry entry, AtomicBatch copies) {
        throw new IllegalStateException("a transient session has no batch");
    }

    @Override
    public void doneLost(long sequence) {}

    @Override
    public void read(long after, int most, Consumer<InboxPage> sink) {
        throw new IllegalStateException("a transient session has nothing to read");
    }

    @Override
    public void whenDurable(Runnable then) {
        then.run();
    }

    @Override
    public @Nullable AtomicBatch batch() {
        return null;
    }
}
