package io.hongyan.broker.store;

import io.hongyan.broker.message.Message;
import io.hongyan.codec.Topic;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Keeps nothing beyond the process: the sessions' own memory is all there is, and it is as safe as it will ever be at
/// once.
public final class MemoryStore implements Store {
    private static final ShardStore NOTHING = new Nothing();

    @Override
    public ShardStore shard(Executor loop) {
        return NOTHING;
    }

    @Override
    public boolean durable() {
        return false;
    }

    @Override
    public void restore(Restored sink) {}

    @Override
    public void retained(BiConsumer<String, Message> sink) {}

    @Override
    public void close() {}

    private static final class Nothing implements ShardStore {
        @Override
        public long open(SessionKey key) {
            return 0;
        }

        @Override
        public void save(long session, StoredSession what) {}

        @Override
        public void remove(long session) {}

        @Override
        public void subscribe(long session, StoredSubscription subscription) {}

        @Override
        public void unsubscribe(long session, String filter) {}

        @Override
        public void append(long session, StoredMessage message) {}

        @Override
        public void sent(long session, long sequence, int packetId) {}

        @Override
        public void released(long session, long sequence, int packetId) {}

        @Override
        public void done(long session, long sequence) {}

        @Override
        public void received(long session, int packetId, Unit unit) {}

        @Override
        public void completed(long session, int packetId) {}

        @Override
        public void retain(String instance, Message message) {}

        @Override
        public void forget(String instance, Topic topic) {}

        @Override
        public void within(Unit unit, Runnable writes) {
            writes.run();
        }

        @Override
        public @Nullable Unit unit() {
            return null;
        }

        @Override
        public long writes() {
            return 0;
        }

        @Override
        public void whenSafe(Runnable then) {
            then.run();
        }

        @Override
        public void read(long session, long after, int most, Consumer<StoredPage> sink) {
            sink.accept(StoredPage.EMPTY);
        }

        @Override
        public boolean congested() {
            return false;
        }
    }
}
