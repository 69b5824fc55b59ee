package io.hongyan.broker.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.hongyan.broker.SystemClock;
import io.hongyan.broker.message.Clock;
import io.hongyan.broker.message.Message;
import io.hongyan.codec.QoS;
import io.hongyan.codec.property.Properties;
import io.hongyan.codec.topic.Topic;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

/// A store that a test has opened, with one shard, which is the thread of the test.
public class OpenStore implements AutoCloseable {
    /// What it knew of sessions when it was opened.
    public final Map<Long, Kept> sessions = new LinkedHashMap<>();

    /// Its retained messages: instance and topic -> payload.
    public final Map<String, String> retained = new TreeMap<>();

    public final ShardStore shard;
    private final Store store;

    /// @param store is closed when it cannot be read
    public OpenStore(Store store) {
        this(store, new SystemClock());
    }

    /// @param store is closed when it cannot be read
    /// @param clock of the broker
    public OpenStore(Store store, Clock clock) {
        this.store = store;
        try {
            store.clock(clock);
            shard = store.shard(Runnable::run);
            store.retained((instance, m) -> retained.put(instance + " " + m.topic(), new String(m.payload(), UTF_8)));
            store.restore(new Reading());
        } catch (RuntimeException e) {
            store.close();
            throw e;
        }
    }

    /// One session as it was told.
    public record Kept(
            StoredSession session,
            List<StoredSubscription> subscriptions,
            List<StoredMessage> inflight,
            List<Integer> received,
            Queue queue) {}

    /// What was never sent of it.
    public record Queue(int messages, long bytes, long last) {}

    public static StoredSession session(SessionKey key) {
        return new StoredSession(key, "u", 1000, Long.MAX_VALUE, null, Long.MAX_VALUE);
    }

    /// Begins a session with one filter.
    public long session(String clientId) {
        SessionKey key = new SessionKey("i", clientId);
        long number = shard.open(key);
        shard.save(number, session(key));
        shard.subscribe(number, new StoredSubscription("a/#", QoS.AT_LEAST_ONCE, false, false, 0));
        return number;
    }

    public void append(long session, long sequence, Message message) {
        shard.append(session, new StoredMessage(sequence, message, QoS.AT_LEAST_ONCE, false, new int[0], 0, false));
    }

    public static Message message(String topic, String text) {
        return new Message(
                Topic.of(topic), text.getBytes(UTF_8), QoS.AT_LEAST_ONCE, false, Properties.NONE, "p", Message.NEVER);
    }

    /// Completes when everything before is safe.
    public CompletableFuture<Void> safe() {
        CompletableFuture<Void> safe = new CompletableFuture<>();
        shard.whenSafe(() -> safe.complete(null));
        return safe;
    }

    public StoredPage page(long session, long after, int most) {
        CompletableFuture<StoredPage> page = new CompletableFuture<>();
        shard.read(session, after, most, page::complete);
        return page.join();
    }

    /// The payloads of a page.
    public List<String> texts(long session, long after, int most) {
        return page(session, after, most).messages().stream()
                .map(stored -> new String(stored.message().payload(), UTF_8))
                .toList();
    }

    /// Messages of all sessions that were never sent.
    public int waiting() {
        return sessions.values().stream()
                .mapToInt(kept -> kept.queue().messages())
                .sum();
    }

    @Override
    public void close() {
        store.close();
    }

    private final class Reading implements Store.Restored {
        private final List<StoredSubscription> subscriptions = new ArrayList<>();
        private final List<StoredMessage> inflight = new ArrayList<>();
        private final List<Integer> received = new ArrayList<>();
        private Queue queue = new Queue(0, 0, 0);
        private long number;
        private StoredSession session = OpenStore.session(new SessionKey("", ""));

        @Override
        public void session(long its, StoredSession told) {
            number = its;
            session = told;
        }

        @Override
        public void subscription(StoredSubscription subscription) {
            subscriptions.add(subscription);
        }

        @Override
        public void inflight(StoredMessage message) {
            inflight.add(message);
        }

        @Override
        public void waiting(int messages, long bytes, long last) {
            queue = new Queue(messages, bytes, last);
        }

        @Override
        public void received(int packetId) {
            received.add(packetId);
        }

        @Override
        public void end() {
            sessions.put(
                    number,
                    new Kept(session, List.copyOf(subscriptions), List.copyOf(inflight), List.copyOf(received), queue));
            subscriptions.clear();
            inflight.clear();
            received.clear();
        }
    }
}
