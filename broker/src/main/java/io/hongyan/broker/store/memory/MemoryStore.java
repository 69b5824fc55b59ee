package io.hongyan.broker.store.memory;

import io.hongyan.broker.message.Clock;
import io.hongyan.broker.message.Message;
import io.hongyan.broker.store.InboxPage;
import io.hongyan.broker.store.OpenChannel;
import io.hongyan.broker.store.Outbox;
import io.hongyan.broker.store.OutboxKey;
import io.hongyan.broker.store.OutboxLimits;
import io.hongyan.broker.store.RecordTable;
import io.hongyan.broker.store.RecoveredRetained;
import io.hongyan.broker.store.RecoveredSession;
import io.hongyan.broker.store.RetainedTopic;
import io.hongyan.broker.store.ShardStore;
import io.hongyan.broker.store.Store;
import io.hongyan.broker.store.StoredSession;
import io.hongyan.broker.store.VShard;
import io.hongyan.codec.topic.Topic;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/// Keeps everything on the heap, as safe as it will ever be at once. Any thread.
///
/// The usual one lasts no longer than the broker, which is told so and gives it nothing to keep but outboxes and
/// records: the sessions' own memory is all there is. A lasting one is to be had for tests: it outlives brokers, as a
/// durable store does, and sessions that come back find in it what they had.
public final class MemoryStore implements Store {
    private final boolean lasting;
    private final AtomicLong numbers = new AtomicLong();
    private final TreeMap<Long, MemorySession> sessions = new TreeMap<>();

    /// By virtual shard.
    private final Map<Integer, Map<RetainedKey, Message>> retained = new TreeMap<>();

    private final Map<OutboxKey, MemoryOutbox> outboxes = new ConcurrentHashMap<>();
    private final Set<OpenChannel> channels = ConcurrentHashMap.newKeySet();
    private final MemoryRecords records = new MemoryRecords();

    public MemoryStore() {
        this(false);
    }

    private long recorded;
    private @Nullable Clock clock;

    private record RetainedKey(String instance, Topic topic) {}

    private MemoryStore(boolean lasting) {
        this.lasting = lasting;
    }

    /// Outlives brokers: it may be given to the next one after the one before is closed.
    public static MemoryStore lasting() {
        return new MemoryStore(true);
    }

    @Override
    public ShardStore shard(Executor loop) {
        return new MemoryShard(this, loop);
    }

    @Override
    public List<OpenChannel> openChannels() {
        return List.copyOf(channels);
    }

    Set<OpenChannel> channels() {
        return channels;
    }

    @Override
    public synchronized long recordedMillis() {
        return recorded;
    }

    @Override
    public synchronized void clock(Clock broker) {
        clock = broker;
        recordTime();
        records.open();
    }

    /// Only under the lock of this store.
    void recordTime() {
        if (lasting && clock != null) {
            recorded = clock.wallMillis();
        }
    }

    @Override
    public boolean durable() {
        return lasting;
    }

    @Override
    public @Nullable String fault() {
        return null;
    }

    @Override
    public CompletableFuture<String> failure() {
        return new CompletableFuture<>();
    }

    /// The sessions of a virtual shard, with stores that write by that shard.
    synchronized List<RecoveredSession> recover(int vshard, MemoryShard shard) {
        SortedMap<Long, MemorySession> part = sessions.subMap((long) vshard << 48, (long) (vshard + 1) << 48);
        part.values().removeIf(session -> session.saved() == null);
        List<RecoveredSession> recovered = new ArrayList<>();
        part.forEach((number, session) -> {
            StoredSession known = session.saved();
            if (known != null) {
                recovered.add(session.recovered(new MemorySessionStore(this, shard, number), known));
            }
        });
        return recovered;
    }

    @Override
    public void retained(BiConsumer<String, Message> sink) {}

    /// The retained messages of a virtual shard.
    synchronized List<RecoveredRetained> retained(int vshard) {
        return retained.getOrDefault(vshard, Map.of()).entrySet().stream()
                .map(each -> new RecoveredRetained(each.getKey().instance(), each.getValue()))
                .toList();
    }

    @Override
    public Outbox outbox(OutboxKey key, OutboxLimits limits) {
        MemoryOutbox outbox = outboxes.computeIfAbsent(key, _ -> new MemoryOutbox(key, limits));
        outbox.open();
        outbox.counts().limits(limits);
        return outbox;
    }

    @Override
    public List<Outbox> outboxes() {
        return List.copyOf(outboxes.values());
    }

    @Override
    public RecordTable records() {
        return records;
    }

    @Override
    public CompletableFuture<Void> dropInstance(String instance) {
        List<MemoryOutbox> dropped = new ArrayList<>();
        synchronized (this) {
            sessions.values().removeIf(session -> session.belongsTo(instance));
            retained.values()
                    .forEach(
                            part -> part.keySet().removeIf(key -> key.instance().equals(instance)));
            outboxes.values().removeIf(outbox -> outbox.key().instance().equals(instance) && dropped.add(outbox));
        }
        dropped.forEach(MemoryOutbox::close);
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public void close() {
        synchronized (this) {
            recordTime();
        }
        outboxes.values().forEach(MemoryOutbox::close);
        records.close();
    }

    long number(int vshard) {
        return ((long) vshard << 48) | numbers.incrementAndGet();
    }

    /// Everything of a session; only under the lock of this store.
    MemorySession session(long number) {
        return sessions.computeIfAbsent(number, _ -> new MemorySession());
    }

    synchronized InboxPage page(long number, long after, int most) {
        MemorySession present = sessions.get(number);
        return present == null ? InboxPage.EMPTY : present.page(after, most);
    }

    synchronized void locked(Runnable change) {
        recordTime();
        change.run();
    }

    /// Only under the lock of this store.
    void remove(long number) {
        sessions.remove(number);
    }

    /// Only under the lock of this store.
    void retain(RetainedTopic topic) {
        Message present = topic.take();
        Map<RetainedKey, Message> messages =
                retained.computeIfAbsent(VShard.of(topic.topic().utf8()), _ -> new HashMap<>());
        RetainedKey key = new RetainedKey(topic.instance(), topic.topic());
        if (present == null) {
            messages.remove(key);
        } else {
            messages.put(key, present);
        }
    }

    boolean lasts() {
        return lasting;
    }
}
