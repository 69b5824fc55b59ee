package io.hongyan.amqp.queue;

import io.hongyan.broker.message.Message;
import io.hongyan.broker.store.OutboxEntry;
import io.hongyan.broker.store.OutboxLabel;
import java.util.ArrayDeque;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Messages that wait in memory only, at most 10,000 or 64 MiB, and as many bytes as all live queues may have: beyond,
/// the oldest are dropped. Publishers add on any thread.
final class LiveSource implements Source {
    static final int MOST_MESSAGES = 10_000;
    static final long MOST_BYTES = 64L << 20;

    private final Turns turns;
    private final SharedBytes all;
    private final ReentrantLock lock = new ReentrantLock(); // held for a moment only
    private final ArrayDeque<Delivery> waiting = new ArrayDeque<>(); // guarded by the lock, as what follows
    private long waitingBytes;
    private long sequence;
    private boolean closed;

    private final AtomicLong messages = new AtomicLong();
    private final AtomicLong bytes = new AtomicLong();
    private final AtomicLong overflowed = new AtomicLong();
    private @Nullable Delivery next;

    /// @param turns of the queue
    /// @param all what waits in all live queues
    LiveSource(Turns turns, SharedBytes all) {
        this.turns = turns;
        this.all = all;
    }

    /// Adds a message. Any thread.
    void add(Message message, OutboxLabel label) {
        lock.lock();
        try {
            if (closed) {
                return;
            }
            Delivery added = new Delivery(new OutboxEntry(++sequence, message, label));
            waiting.add(added);
            waitingBytes += added.bytes();
            all.takeAlways(added.bytes());
            messages.incrementAndGet();
            bytes.addAndGet(added.bytes());
            while (waiting.size() > MOST_MESSAGES
                    || waitingBytes > MOST_BYTES
                    || (all.isOver() && waiting.size() > 1)) {
                gone(remove());
                overflowed.incrementAndGet();
            }
        } finally {
            lock.unlock();
        }
        turns.wake();
    }

    /// Only under the lock.
    private Delivery remove() {
        Delivery oldest = waiting.remove();
        waitingBytes -= oldest.bytes();
        all.give(oldest.bytes());
        return oldest;
    }

    private void gone(Delivery delivery) {
        messages.decrementAndGet();
        bytes.addAndGet(-delivery.bytes());
    }

    @Override
    public @Nullable Delivery peek() {
        if (next == null) {
            lock.lock();
            try {
                next = waiting.isEmpty() ? null : remove();
            } finally {
                lock.unlock();
            }
        }
        return next;
    }

    @Override
    public void take() {
        next = null;
    }

    @Override
    public void want(boolean much) {} // all is in memory

    @Override
    public void release() {}

    @Override
    public void tick() {}

    @Override
    public void settle(Delivery delivery) {
        gone(delivery);
    }

    @Override
    public void flush() {}

    @Override
    public long messages() {
        return messages.get();
    }

    @Override
    public long bytes() {
        return bytes.get();
    }

    @Override
    public long unsettled() {
        return messages.get();
    }

    @Override
    public long lost() {
        return 0;
    }

    /// How many gave way since the last call.
    @Override
    public long overflowed() {
        return overflowed.getAndSet(0);
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            all.give(waitingBytes);
            waiting.clear();
            waitingBytes = 0;
        } finally {
            lock.unlock();
        }
        next = null;
    }
}
