package io.hongyan.broker.store;

import io.hongyan.broker.message.Message;
import io.hongyan.codec.Topic;

/// Keeps nothing beyond the process: the sessions' own memory is all there is, and it is as safe as it will ever be at
/// once.
public final class MemoryStore implements Store {
    private static final ShardStore NOTHING = new Nothing();

    @Override
    public ShardStore shard(int shard, int shards) {
        return NOTHING;
    }

    @Override
    public boolean durable() {
        return false;
    }

    @Override
    public void close() {}

    private static final class Nothing implements ShardStore {
        @Override
        public void save(StoredSession session) {}

        @Override
        public void remove(SessionKey key) {}

        @Override
        public void subscribe(SessionKey key, StoredSubscription subscription) {}

        @Override
        public void unsubscribe(SessionKey key, String filter) {}

        @Override
        public void append(SessionKey key, StoredMessage message) {}

        @Override
        public void sent(SessionKey key, long sequence, int packetId) {}

        @Override
        public void released(SessionKey key, long sequence) {}

        @Override
        public void done(SessionKey key, long sequence) {}

        @Override
        public void received(SessionKey key, int packetId) {}

        @Override
        public void completed(SessionKey key, int packetId) {}

        @Override
        public void retain(String instance, Message message) {}

        @Override
        public void forget(String instance, Topic topic) {}

        @Override
        public void whenSafe(Runnable then) {
            then.run();
        }
    }
}
