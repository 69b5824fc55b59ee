package io.hongyan.store.cassandra;

import io.hongyan.broker.message.Message;
import io.hongyan.broker.store.AtomicBatch;
import io.hongyan.broker.store.BatchedShardStore;
import io.hongyan.broker.store.InboxEntry;
import io.hongyan.broker.store.InboxPage;
import io.hongyan.broker.store.OpenChannel;
import io.hongyan.broker.store.Outbox;
import io.hongyan.broker.store.OutboxLabel;
import io.hongyan.broker.store.RetainedTopic;
import io.hongyan.broker.store.SessionKey;
import io.hongyan.broker.store.SessionStore;
import io.hongyan.store.cassandra.health.StoreHealth;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Collects the write requests of one shard until the writer takes them.
///
/// Confined to its shard, except [#put] and [#take].
final class CassandraShardStore extends BatchedShardStore {
    /// What a message takes while it waits, besides itself.
    private static final int OVERHEAD = 96;

    private final Executor loop;
    private final Writer writer;
    private final Ownership ownership;
    private final StoreHealth health;
    private final Timestamps times;

    /// Guarded by the lock of this list's owner: see [#put] and [#take].
    private List<WriteRequest> requests = new ArrayList<>();

    CassandraShardStore(Executor loop, Writer writer, Ownership ownership, StoreHealth health, Timestamps times) {
        this.loop = loop;
        this.writer = writer;
        this.ownership = ownership;
        this.health = health;
        this.times = times;
    }

    @Override
    public void acquire(int vshard, Acquisition sink) {
        ownership.acquire(vshard, this, sink);
    }

    @Override
    public void release(int vshard) {
        put(new WriteRequest.Release(vshard, ownership.epoch(vshard)));
        writer.wake(true);
    }

    @Override
    public SessionStore create(SessionKey key) {
        int vshard = key.vshard();
        return session(new SessionState(vshard, times.next(), ownership.epoch(vshard)));
    }

    SessionStore session(SessionState state) {
        return new CassandraSessionStore(this, state);
    }

    void append(SessionState session, InboxEntry entry) {
        int counted = count(entry.message());
        Append append = new Append(session, entry, counted);
        if (entry.batch() != null) {
            put(new WriteRequest.Reserve(append));
        }
        add(append, entry.batch());
    }

    private int count(Message message) {
        int bytes = message.bytes() + OVERHEAD;
        health.waits(bytes);
        return bytes;
    }

    void read(SessionState session, long after, int most, Consumer<InboxPage> sink) {
        put(new WriteRequest.ReadPage(loop, session, after, most, sink));
        writer.wake(true);
    }

    /// Runs the task on the shard. Any thread.
    void onShard(Runnable task) {
        Tasks.run(loop, task);
    }

    @Override
    protected void write(RetainedTopic topic) {
        put(new WriteRequest.Retain(topic));
    }

    @Override
    public void opened(OpenChannel channel) {
        add(new WriteRequest.ChangeChannel(channel, true), batch());
    }

    @Override
    public void closed(OpenChannel channel) {
        add(new WriteRequest.ChangeChannel(channel, false), batch());
    }

    @Override
    public void append(Outbox outbox, Message message, OutboxLabel label) {
        CassandraOutbox to = (CassandraOutbox) outbox;
        to.counters().appended();
        add(new WriteRequest.AppendToOutbox(to, message, label, count(message)), batch());
    }

    @Override
    public void whenDurable(Runnable then) {
        if (!add(new WriteRequest.Barrier(loop, then), batch())) {
            writer.wake(true);
        }
    }

    @Override
    public @Nullable String refusal() {
        return health.refusal();
    }

    @Override
    public @Nullable String outage() {
        return health.outage();
    }

    @Override
    public @Nullable String failure() {
        return health.failedWhy();
    }

    /// @param to the batch that the request belongs to; null = none, whatever is being delivered
    /// @return whether the request waits for the commit of the batch
    boolean add(WriteRequest write, @Nullable AtomicBatch to) {
        if (joins(write, to)) {
            return true;
        }
        put(write);
        return false;
    }

    /// Any thread. After the writer has stopped, the request is discarded.
    ///
    /// @return whether the writer will receive it
    boolean put(WriteRequest write) {
        boolean first;
        synchronized (this) {
            if (writer.stopped()) {
                return false;
            }
            first = requests.isEmpty();
            requests.add(write);
        }
        if (first) {
            writer.wake(false);
        }
        return true;
    }

    /// Takes everything. Called by the writer.
    synchronized List<WriteRequest> take() {
        if (requests.isEmpty()) {
            return List.of();
        }
        List<WriteRequest> taken = requests;
        requests = new ArrayList<>();
        return taken;
    }
}
