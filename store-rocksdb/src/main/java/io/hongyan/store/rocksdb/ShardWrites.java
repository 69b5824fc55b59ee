package io.hongyan.store.rocksdb;

import io.hongyan.broker.message.Message;
import io.hongyan.broker.store.Outbox;
import io.hongyan.broker.store.SessionKey;
import io.hongyan.broker.store.ShardStore;
import io.hongyan.broker.store.StoredMessage;
import io.hongyan.broker.store.StoredPage;
import io.hongyan.broker.store.StoredSession;
import io.hongyan.broker.store.StoredSubscription;
import io.hongyan.broker.store.Unit;
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
    private final Runnable wake;
    private final LongUnaryOperator numbers;
    private ArrayList<Write> writes = new ArrayList<>();
    private @Nullable Unit unit;
    private long count;

    /// @param numbers makes the number of a new session from its virtual shard
    ShardWrites(Executor loop, Pressure pressure, Runnable wake, LongUnaryOperator numbers) {
        this.loop = loop;
        this.pressure = pressure;
        this.wake = wake;
        this.numbers = numbers;
    }

    @Override
    public long open(SessionKey key) {
        return numbers.applyAsLong(key.vshard());
    }

    @Override
    public void save(long session, StoredSession what) {
        add(new Write.Save(session, what));
    }

    @Override
    public void remove(long session) {
        add(new Write.Remove(session));
    }

    @Override
    public void subscribe(long session, StoredSubscription subscription) {
        add(new Write.Subscribe(session, subscription));
    }

    @Override
    public void unsubscribe(long session, String filter) {
        add(new Write.Unsubscribe(session, filter));
    }

    @Override
    public void append(long session, StoredMessage message) {
        pressure.add(message.message().bytes());
        add(new Write.Append(session, message));
    }

    @Override
    public void sent(long session, long sequence, int packetId) {
        add(new Write.Flight(session, sequence, packetId, false));
    }

    @Override
    public void released(long session, long sequence, int packetId) {
        add(new Write.Flight(session, sequence, packetId, true));
    }

    @Override
    public void done(long session, long sequence) {
        add(new Write.Done(session, sequence));
    }

    @Override
    public void received(long session, int packetId, Unit ends) {
        add(new Write.Received(session, packetId, ends));
    }

    @Override
    public void completed(long session, int packetId) {
        add(new Write.Completed(session, packetId));
    }

    @Override
    public void retain(String instance, Message message) {
        pressure.add(message.bytes());
        add(new Write.Retain(instance, message));
    }

    @Override
    public void forget(String instance, Topic topic) {
        add(new Write.Forget(instance, topic));
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
    public void within(Unit inner, Runnable writesOfUnit) {
        Unit outer = unit;
        unit = inner;
        try {
            writesOfUnit.run();
        } finally {
            unit = outer;
        }
    }

    @Override
    public @Nullable Unit unit() {
        return unit;
    }

    @Override
    public long writes() {
        return count;
    }

    @Override
    public void whenSafe(Runnable then) {
        if (!add(new Write.Safe(loop, then))) {
            wake.run();
        }
    }

    @Override
    public void read(long session, long after, int most, Consumer<StoredPage> sink) {
        put(new Write.Read(loop, session, after, most, sink));
        wake.run();
    }

    @Override
    public @Nullable String refusal() {
        return pressure.high() ? "the disk does not keep up" : null;
    }

    /// @return whether the write belongs to a unit and waits for its end
    private boolean add(Write write) {
        count++;
        Unit present = unit;
        if (present != null && present.add(write)) {
            return true;
        }
        put(write);
        return false;
    }

    /// Any thread.
    void put(Write write) {
        int waiting;
        synchronized (this) {
            writes.add(write);
            waiting = writes.size();
        }
        if (waiting == WAKE_AT) {
            wake.run();
        }
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
