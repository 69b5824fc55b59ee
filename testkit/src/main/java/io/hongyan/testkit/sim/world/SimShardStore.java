package io.hongyan.testkit.sim.world;

import io.hongyan.broker.message.Message;
import io.hongyan.broker.store.AtomicBatch;
import io.hongyan.broker.store.BatchedShardStore;
import io.hongyan.broker.store.OpenChannel;
import io.hongyan.broker.store.Outbox;
import io.hongyan.broker.store.OutboxLabel;
import io.hongyan.broker.store.RetainedTopic;
import io.hongyan.broker.store.SessionKey;
import io.hongyan.broker.store.SessionStore;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/// One shard's part of a [SimStore].
final class SimShardStore extends BatchedShardStore {
    private final SimStore store;
    private final Executor loop;
    private List<Write> writes = new ArrayList<>();

    SimShardStore(SimStore store, Executor loop) {
        this.store = store;
        this.loop = loop;
    }

    @Override
    public void acquire(int vshard, Acquisition sink) {
        store.acquire(new Write.Acquire(vshard, this, sink));
    }

    @Override
    public void release(int vshard) {
        store.wake(true);
    }

    @Override
    public SessionStore create(SessionKey key) {
        return session(store.number(key.vshard()));
    }

    SessionStore session(long number) {
        return new SimSessionStore(this, number);
    }

    Executor loop() {
        return loop;
    }

    void onShard(Runnable task) {
        loop.execute(task);
    }

    @Override
    protected void write(RetainedTopic topic) {
        writes.add(new Write.Retain(topic));
        store.wake(false);
    }

    @Override
    public void opened(OpenChannel channel) {}

    @Override
    public void closed(OpenChannel channel) {}

    @Override
    public void append(Outbox outbox, Message message, OutboxLabel label) {
        SimOutbox to = (SimOutbox) outbox;
        to.appended();
        store.pending(message.bytes());
        add(new Write.SendOn(to, message, label));
    }

    @Override
    public void whenDurable(Runnable then) {
        if (!add(new Write.Durable(loop, then))) {
            store.wake(true);
        }
    }

    @Override
    public @Nullable String refusal() {
        return store.congested() ? "the disk does not keep up" : null;
    }

    @Override
    public @Nullable String outage() {
        return store.outage();
    }

    @Override
    public @Nullable String failure() {
        return null;
    }

    void pending(int bytes) {
        store.pending(bytes);
    }

    void read(Write.Read read) {
        writes.add(read);
        store.wake(true);
    }

    /// Adds what belongs to the message that is being delivered.
    ///
    /// @return whether the write belongs to a batch and waits for its commit
    boolean add(Write write) {
        return add(write, batch());
    }

    /// @param to the batch that the write belongs to; null = none, whatever is being delivered
    boolean add(Write write, @Nullable AtomicBatch to) {
        if (joins(write, to)) {
            return true;
        }
        writes.add(write);
        store.wake(false);
        return false;
    }

    List<Write> take() {
        List<Write> all = writes;
        writes = new ArrayList<>();
        return all;
    }
}
