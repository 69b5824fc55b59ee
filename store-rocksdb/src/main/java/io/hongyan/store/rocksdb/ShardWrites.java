package io.hongyan.store.rocksdb;

import io.hongyan.broker.message.Message;
import io.hongyan.broker.store.AtomicBatch;
import io.hongyan.broker.store.InboxEntry;
import io.hongyan.broker.store.InboxPage;
import io.hongyan.broker.store.Outbox;
import io.hongyan.broker.store.SessionKey;
import io.hongyan.broker.store.SessionStore;
import io.hongyan.broker.store.ShardStore;
import io.hongyan.codec.topic.Topic;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.LongUnaryOperator;
import org.jspecify.annotations.Nullable;

/// Collects what one shard writes until the writer takes it. The writer is woken only when somebody waits for it.
///
/// Confined to its shard, but for [#take] and [#put].
final class ShardWrites implements ShardStore {
    private static final int WAKE_AT = 4096;

    private final Executor loop;
    private final Pressure pressure;
    private final Writer writer;
    private final StoreHealth health;
    private final LongUnaryOperator numbers;
    private final Pages pages;
    private ArrayList<Write> writes = new ArrayList<>();
    private @Nullable AtomicBatch batch;
    private long count;

    /// @param numbers makes the number of a new session from its virtual shard
    ShardWrites(Executor loop, Figures figures, Writer writer, LongUnaryOperator numbers, Pages pages) {
        this.loop = loop;
        this.pressure = figures.pressure();
        this.health = figures.health();
        this.writer = writer;
        this.numbers = numbers;
        this.pages = pages;
    }

    @Override
    public void acquire(int vshard, Acquisition sink) {
        pages.acquire(new VShardReader(vshard, this, sink));
    }

    @Override
    public void release(int vshard) {
        writer.wake();
    }

    @Override
    public SessionStore create(SessionKey key) {
        return session(numbers.applyAsLong(key.vshard()));
    }

    SessionStore session(long number) {
        return new SessionWrites(this, number);
    }

    void append(long session, InboxEntry entry) {
        pressure.add(entry.message().bytes());
        add(new Write.Append(session, entry));
    }

    void read(long session, long after, int most, Consumer<InboxPage> sink) {
        put(new Write.Read(loop, session, after, most, sink));
        writer.wake();
    }

    /// Runs the task on the shard. Any thread.
    void onShard(Runnable task) {
        loop.execute(task);
    }

    @Override
    public void retain(String instance, Message message) {
        pressure.add(message.bytes());
        add(new Write.Retain(instance, message));
    }

    @Override
    public void removeRetained(String instance, Topic topic) {
        add(new Write.RemoveRetained(instance, topic));
    }

    @Override
    public boolean offer(Outbox queue, Message message, String key) {
        StoredOutbox outbox = (StoredOutbox) queue;
        boolean room = outbox.take(message);
        if (room) {
            pressure.add(message.bytes());
            add(new Write.Offer(outbox, message, key));
        }
        return room;
    }

    @Override
    public void within(AtomicBatch inner, Runnable writesOfBatch) {
        AtomicBatch outer = batch;
        batch = inner;
        try {
            writesOfBatch.run();
        } finally {
            batch = outer;
        }
    }

    @Override
    public @Nullable AtomicBatch batch() {
        return batch;
    }

    @Override
    public long writes() {
        return count;
    }

    @Override
    public void whenDurable(Runnable then) {
        if (!add(new Write.Durable(loop, then))) {
            writer.wake();
        }
    }

    @Override
    public @Nullable String refusal() {
        String failed = failure();
        if (failed != null) {
            return failed;
        }
        return pressure.high() ? "the disk does not keep up" : null;
    }

    @Override
    public @Nullable String failure() {
        return health.failedWhy();
    }

    /// @return whether the write belongs to a batch and waits for its commit
    boolean add(Write write) {
        count++;
        AtomicBatch present = batch;
        if (present != null && present.add(write)) {
            return true;
        }
        put(write);
        return false;
    }

    /// Any thread. Nothing is kept for a writer that has ended.
    ///
    /// @return whether the writer will see it
    boolean put(Write write) {
        int waiting;
        synchronized (this) {
            if (writer.stopped()) {
                return false;
            }
            writes.add(write);
            waiting = writes.size();
        }
        if (waiting == WAKE_AT) {
            writer.wake();
        }
        return true;
    }

    /// Everything since the last call, for the writer.
    synchronized List<Write> take() {
        if (writes.isEmpty()) {
            return List.of();
        }
        List<Write> all = writes;
        writes = new ArrayList<>();
        return all;
    }
}
