package io.hongyan.exchange.outbound;

import io.hongyan.broker.message.Clock;
import io.hongyan.broker.message.Message;
import io.hongyan.broker.message.MessageIds;
import io.hongyan.broker.store.OutboxLabel;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Messages that wait in memory for the other system: of QoS 0, and those whose acknowledgement waits for the other
/// system. Any thread adds, one takes.
final class MemoryQueue implements MessageSource {
    static final int MOST_MESSAGES = 10_000;
    private static final long MOST_BYTES = 16L << 20;
    private static final int MOST_TAKEN = 1000;

    private final Clock clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition filled = lock.newCondition();
    private final ArrayDeque<Waiting> queue = new ArrayDeque<>(); // guarded by the lock
    private long bytes; // guarded by the lock, as what follows
    private List<Waiting> taken = List.of();

    /// A message, and who waits for it: told once, though a message may be taken again.
    private static final class Waiting {
        final Message message;
        final OutboxLabel label;
        private final AtomicReference<@Nullable Runnable> settled;

        Waiting(Message message, OutboxLabel label, @Nullable Runnable settled) {
            this.message = message;
            this.label = label;
            this.settled = new AtomicReference<>(settled);
        }

        void settle() {
            Runnable once = settled.getAndSet(null);
            if (once != null) {
                once.run();
            }
        }
    }

    MemoryQueue(Clock clock) {
        this.clock = clock;
    }

    /// Adds a message.
    ///
    /// @return false when there is no room
    boolean offer(Message message, OutboxLabel label, @Nullable Runnable settled) {
        lock.lock();
        try {
            if (queue.size() + taken.size() >= MOST_MESSAGES || bytes + message.bytes() > MOST_BYTES) {
                return false;
            }
            bytes += message.bytes();
            queue.add(new Waiting(message, label, settled));
            filled.signal();
            return true;
        } finally {
            lock.unlock();
        }
    }

    /// What there is room for, 0 to 1.
    double room() {
        lock.lock();
        try {
            double used = Math.max((double) (queue.size() + taken.size()) / MOST_MESSAGES, (double) bytes / MOST_BYTES);
            return Math.max(0, 1 - used);
        } finally {
            lock.unlock();
        }
    }

    /// How many wait.
    int size() {
        lock.lock();
        try {
            return queue.size() + taken.size();
        } finally {
            lock.unlock();
        }
    }

    /// How long the oldest message has waited.
    long oldestMillis() {
        Waiting first;
        lock.lock();
        try {
            first = taken.isEmpty() ? queue.peek() : taken.getFirst();
        } finally {
            lock.unlock();
        }
        long now = clock.wallMillis();
        return first == null ? 0 : Math.max(0, now - MessageIds.millis(first.label.id(), now));
    }

    /// What was taken and is not settled, since its forwarder was stopped, comes again.
    @Override
    public List<PendingMessage> take() throws InterruptedException {
        List<Waiting> next;
        lock.lockInterruptibly();
        try {
            while (queue.isEmpty() && taken.isEmpty()) {
                filled.await();
            }
            if (taken.isEmpty()) {
                taken = new ArrayList<>();
                while (!queue.isEmpty() && taken.size() < MOST_TAKEN) {
                    taken.add(queue.remove());
                }
            }
            next = taken;
        } finally {
            lock.unlock();
        }
        long now = clock.wallMillis();
        return next.stream()
                .map(each -> new PendingMessage(
                        OutboundMapping.of(each.message, each.label, now).message(),
                        each.message.topic().toString(),
                        each::settle))
                .toList();
    }

    @Override
    public void settled() {
        lock.lock();
        try {
            taken.forEach(each -> bytes -= each.message.bytes());
            taken = List.of();
        } finally {
            lock.unlock();
        }
    }

    /// Nobody takes any more: what waits is discarded, and who waits for it is told.
    void discard() {
        List<Waiting> left = new ArrayList<>();
        lock.lock();
        try {
            left.addAll(taken);
            left.addAll(queue);
            taken = List.of();
            queue.clear();
            bytes = 0;
        } finally {
            lock.unlock();
        }
        left.forEach(Waiting::settle);
    }
}
