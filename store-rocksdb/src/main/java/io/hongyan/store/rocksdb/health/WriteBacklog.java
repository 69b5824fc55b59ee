package io.hongyan.store.rocksdb.health;

import java.util.concurrent.atomic.AtomicLong;

/// Counts the bytes that messages, references to them, and records take on the heap while they wait for the writer: a
/// message once, however many receivers it has. Any thread.
public final class WriteBacklog {
    private static final long MOST_BYTES = 64L << 20;

    private final AtomicLong bytes = new AtomicLong();

    public void add(long more) {
        bytes.addAndGet(more);
    }

    public void remove(long less) {
        bytes.addAndGet(-less);
    }

    public boolean isFull() {
        return bytes.get() > MOST_BYTES;
    }

    long bytes() {
        return bytes.get();
    }
}
