package io.hongyan.exchange.outbound;

import io.hongyan.broker.message.Clock;
import io.hongyan.broker.message.Message;
import io.hongyan.broker.store.OutboxLabel;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
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
    private int takenMessages;
    private long takenBytes;

    private record Waiting(
            Message message, OutboxLabel label, @Nullable Runnable settled) {}

    MemoryQueue(Clock clock) {
        this.clock = clock;
    }

    /// Adds a message.
    ///
    /// @return false when there is no room
    boolean offer(Message message, OutboxLabel label, @Nullable Runnable settled) {
        lock.lock();
        try {
            if (queue.size() + takenMessages >= MOST_MESSAGES || bytes + message.bytes() > MOST_BYTES) {
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
            double used =
                    Math.max((double) (queue.size() + takenMessages) / MOST_MESSAGES, (double) bytes / MOST_BYTES);
            return Math.max(0, 1 - used);
        } finally {
            lock.unlock();
        }
    }

    /// How many wait.
    int size() {
        lock.lock();
        try {
            return queue.size() + takenMessages;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public List<PendingMessage> take() throws InterruptedException {
        List<Waiting> taken = new ArrayList<>();
        lock.lockInterruptibly();
        try {
            while (queue.isEmpty()) {
                filled.await();
            }
            while (!queue.isEmpty() && taken.size() < MOST_TAKEN) {
                Waiting next = queue.remove();
                taken.add(next);
                takenBytes += next.message().bytes();
            }
            takenMessages = taken.size();
        } finally {
            lock.unlock();
        }
        long now = clock.wallMillis();
        return taken.stream()
                .map(next -> new PendingMessage(
                        OutboundMapping.of(next.message(), next.label(), now).message(),
                        next.message().topic().toString(),
                        next.settled()))
                .toList();
    }

    @Override
    public void settled() {
        lock.lock();
        try {
            bytes -= takenBytes;
            takenBytes = 0;
            takenMessages = 0;
        } finally {
            lock.unlock();
        }
    }
}
