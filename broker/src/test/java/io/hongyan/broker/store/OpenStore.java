package io.hongyan.broker.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.hongyan.broker.SystemClock;
import io.hongyan.broker.message.Clock;
import io.hongyan.broker.message.Message;
import io.hongyan.broker.message.MessageId;
import io.hongyan.codec.QoS;
import io.hongyan.codec.property.Properties;
import io.hongyan.codec.topic.Topic;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;

/// A store that a test has opened, with one shard, which runs its tasks at once. Sessions are named by client id.
public class OpenStore implements AutoCloseable {
    /// What the store knew of sessions when it was opened.
    public final Map<String, RecoveredSession> sessions = new ConcurrentHashMap<>();

    /// Its retained messages: instance and topic -> payload.
    public final Map<String, String> retained = new TreeMap<>();

    /// Of messages in outboxes.
    public static final OutboxLabel LABEL = new OutboxLabel(new MessageId(1, 2), false, true);

    public final ShardStore shard;
    private final Store store;
    private final Map<String, SessionStore> stores = new ConcurrentHashMap<>();

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
            store.retained(this::retained);
            acquireAll();
        } catch (RuntimeException e) {
            store.close();
            throw e;
        }
    }

    /// Appends to an outbox, if there is room.
    public boolean offer(Outbox outbox, Message message) {
        boolean room = outbox.reserve(message);
        if (room) {
            shard.append(outbox, message, LABEL);
        }
        return room;
    }

    private void retained(String instance, Message message) {
        retained.put(instance + " " + message.topic(), new String(message.payload(), UTF_8));
    }

    private void acquireAll() {
        CountDownLatch opened = new CountDownLatch(VShard.COUNT);
        for (int vshard = 0; vshard < VShard.COUNT; vshard++) {
            shard.acquire(vshard, new ShardStore.Acquisition() {
                @Override
                public void page(List<RecoveredSession> page) {
                    for (RecoveredSession kept : page) {
                        sessions.put(kept.session().key().clientId(), kept);
                        stores.put(kept.session().key().clientId(), kept.store());
                    }
                }

                @Override
                public void retained(List<RecoveredRetained> messages) {
                    synchronized (retained) {
                        messages.forEach(each -> OpenStore.this.retained(each.instance(), each.message()));
                    }
                }

                @Override
                public void opened() {
                    opened.countDown();
                }
            });
        }
        try {
            opened.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    public static StoredSession session(SessionKey key) {
        return new StoredSession(key, "u", 1000, Long.MAX_VALUE, null, Long.MAX_VALUE);
    }

    /// Begins a session with one filter.
    ///
    /// @return the client id
    public String session(String clientId) {
        SessionStore made = create(new SessionKey("i", clientId));
        made.save(session(new SessionKey("i", clientId)));
        made.subscribe(new StoredSubscription("a/#", QoS.AT_LEAST_ONCE, false, false, 0));
        return clientId;
    }

    /// Begins a session of which nothing is saved yet.
    public SessionStore create(SessionKey key) {
        SessionStore made = shard.create(key);
        stores.put(key.clientId(), made);
        return made;
    }

    /// Where a session is kept that was begun or recovered.
    public SessionStore of(String clientId) {
        SessionStore known = stores.get(clientId);
        if (known == null) {
            throw new IllegalArgumentException("no session of " + clientId);
        }
        return known;
    }

    public void append(String clientId, long sequence, Message message) {
        of(clientId).append(entry(sequence, message));
    }

    public void mark(String clientId, long sequence, int mark) {
        of(clientId).mark(entry(sequence, message("a", "")), mark);
    }

    public void done(String clientId, long sequence) {
        of(clientId).done(entry(sequence, message("a", "")));
    }

    private InboxEntry entry(long sequence, Message message) {
        return new InboxEntry(sequence, message, DeliveryOptions.of(QoS.AT_LEAST_ONCE, false), shard.batch());
    }

    public static Message message(String topic, String text) {
        return new Message(
                Topic.of(topic), text.getBytes(UTF_8), QoS.AT_LEAST_ONCE, false, Properties.NONE, "p", Message.NEVER);
    }

    /// Completes when everything before is durable.
    public CompletableFuture<Void> durable() {
        CompletableFuture<Void> durable = new CompletableFuture<>();
        shard.whenDurable(() -> durable.complete(null));
        return durable;
    }

    public InboxPage page(String clientId, long after, int most) {
        CompletableFuture<InboxPage> page = new CompletableFuture<>();
        of(clientId).read(after, most, page::complete);
        return page.join();
    }

    /// The payloads of a page.
    public List<String> texts(String clientId, long after, int most) {
        return page(clientId, after, most).entries().stream()
                .map(entry -> new String(entry.message().payload(), UTF_8))
                .toList();
    }

    /// Messages of all sessions that were never taken.
    public int waiting() {
        return sessions.values().stream()
                .mapToInt(kept -> kept.waiting().messages())
                .sum();
    }

    @Override
    public void close() {
        store.close();
    }
}
