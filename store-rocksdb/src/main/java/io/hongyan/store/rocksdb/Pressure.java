package io.hongyan.store.rocksdb;

import java.util.concurrent.atomic.AtomicLong;

/// How many bytes of messages wait for the writer. Any thread.
final class Pressure {
    private static final long MOST_BYTES = 64L << 20;

    private final AtomicLong bytes = new AtomicLong();

    void add(int more) {
        bytes.addAndGet(more);
    }

    void remove(long less) {
        bytes.addAndGet(-less);
    }

    boolean high() {
        return bytes.get() > MOST_BYTES;
    }

    long bytes() {
        return bytes.get();
    }
}
