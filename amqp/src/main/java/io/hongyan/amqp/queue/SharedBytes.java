package io.hongyan.amqp.queue;

import java.util.concurrent.atomic.AtomicLong;

/// Memory that all connections, or all queues, share: a bound that holds whoever uses how much of it. Any thread.
public final class SharedBytes {
    private static final int PART = 8;
    private static final long LEAST = 16L << 20;

    private final AtomicLong used = new AtomicLong();
    private final long most;

    /// @param most bytes, 1 or more
    public SharedBytes(long most) {
        this.most = most;
    }

    /// An eighth of the heap, 16 MiB or more.
    public static SharedBytes ofHeap() {
        return new SharedBytes(Math.max(LEAST, Runtime.getRuntime().maxMemory() / PART));
    }

    /// Takes so many bytes.
    ///
    /// @return false when there is no room for them
    public boolean take(long bytes) {
        if (bytes == 0) {
            return true;
        }
        long before = used.get();
        while (before + bytes <= most) {
            if (used.compareAndSet(before, before + bytes)) {
                return true;
            }
            before = used.get();
        }
        return false;
    }

    /// Takes them even if there is no room.
    public void takeAlways(long bytes) {
        used.addAndGet(bytes);
    }

    public void give(long bytes) {
        used.addAndGet(-bytes);
    }

    /// Whether more is taken than there should be.
    public boolean isOver() {
        return used.get() > most;
    }
}
