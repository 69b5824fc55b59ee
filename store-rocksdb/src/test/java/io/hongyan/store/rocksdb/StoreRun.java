package io.hongyan.store.rocksdb;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.hongyan.broker.SystemClock;
import io.hongyan.broker.config.StoreLimits;
import io.hongyan.broker.message.Message;
import io.hongyan.broker.store.SessionKey;
import io.hongyan.broker.store.ShardStore;
import io.hongyan.broker.store.Store;
import io.hongyan.broker.store.StoredMessage;
import io.hongyan.broker.store.StoredPage;
import io.hongyan.broker.store.StoredSession;
import io.hongyan.broker.store.StoredSubscription;
import io.hongyan.codec.Properties;
import io.hongyan.codec.QoS;
import io.hongyan.codec.Topic;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/// An open store with one shard, which is the thread of the test.
final class StoreRun implements AutoCloseable {
    final RocksDbStore store;
    final ShardStore shard;
    final List<Long> sessions = new ArrayList<>();
    int retained;
    int waiting;

    StoreRun(Path folder) {
        this(folder, Durability.ALWAYS, DiskGate.OPEN);
    }

    StoreRun(Path folder, Durability durability, DiskGate gate) {
        store = RocksDbStore.open(folder, durability, StoreLimits.defaults(), new SystemClock(), gate);
        try {
            shard = store.shard(Runnable::run);
            store.retained((_, _) -> retained++);
            store.restore(new Counting());
        } catch (StoreProblem e) {
            store.close();
            throw e;
        }
    }

    long session(String clientId) {
        SessionKey key = new SessionKey("i", clientId);
        long number = shard.open(key);
        shard.save(number, new StoredSession(key, "u", 1000, Long.MAX_VALUE, null, Long.MAX_VALUE));
        shard.subscribe(number, new StoredSubscription("a/#", QoS.AT_LEAST_ONCE, false, false, 0));
        return number;
    }

    void append(long session, long sequence, Message message) {
        shard.append(session, new StoredMessage(sequence, message, QoS.AT_LEAST_ONCE, false, new int[0], 0, false));
    }

    static Message message(String topic, String text) {
        return new Message(
                Topic.of(topic), text.getBytes(UTF_8), QoS.AT_LEAST_ONCE, false, Properties.NONE, "p", Message.NEVER);
    }

    /// Completes when everything before is safe.
    CompletableFuture<Void> safe() {
        CompletableFuture<Void> safe = new CompletableFuture<>();
        shard.whenSafe(() -> safe.complete(null));
        return safe;
    }

    StoredPage page(long session, long after, int most) {
        CompletableFuture<StoredPage> page = new CompletableFuture<>();
        shard.read(session, after, most, page::complete);
        return page.join();
    }

    @Override
    public void close() {
        store.close();
    }

    private final class Counting implements Store.Restored {
        @Override
        public void session(long number, StoredSession session) {
            sessions.add(number);
        }

        @Override
        public void subscription(StoredSubscription subscription) {}

        @Override
        public void inflight(StoredMessage message) {}

        @Override
        public void waiting(int messages, long bytes, long last) {
            waiting += messages;
        }

        @Override
        public void received(int packetId) {}

        @Override
        public void end() {}
    }
}
