package io.hongyan.store.rocksdb;

import java.util.concurrent.atomic.AtomicLong;

/// Gives numbers that no earlier start has given: they begin with the number of this start. Any thread.
final class Numbers {
    private static final int STARTS = 1 << 20;
    private static final int COUNTER_BITS = 28;
    private static final long WITHOUT_VSHARD = (1L << 48) - 1;

    private final long start;
    private final AtomicLong sessions = new AtomicLong();
    private final AtomicLong bodies = new AtomicLong();

    /// @param starts how often the store was opened, this time included
    Numbers(long starts) {
        this.start = starts % STARTS;
    }

    /// The number of a new session: virtual shard, start, counter.
    long session(long vshard) {
        return (vshard << 48) | age(sessions.incrementAndGet(), start);
    }

    private static long age(long counter, long start) {
        return (start << COUNTER_BITS) | (counter & ((1 << COUNTER_BITS) - 1));
    }

    /// When a session began, as against others of any virtual shard.
    static long age(long session) {
        return session & WITHOUT_VSHARD;
    }

    /// The age of the last session.
    long lastAge() {
        return age(sessions.get(), start);
    }

    /// The number of a new body, or a place in an outbox.
    long body() {
        return body(bodies.incrementAndGet());
    }

    /// The last such number.
    long lastBody() {
        return body(bodies.get());
    }

    private long body(long counter) {
        return (start << 43) | counter;
    }
}
