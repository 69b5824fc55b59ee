package io.hongyan.store.rocksdb;

import java.util.concurrent.atomic.AtomicLong;

/// Allocates ids of sessions and bodies that are unique over all starts: they contain the number of this start. Any
/// thread.
final class IdAllocator {
    private static final int STARTS = 1 << 20;
    private static final int COUNTER_BITS = 28;
    private static final long WITHOUT_VSHARD = (1L << 48) - 1;

    private final long start;
    private final AtomicLong sessions = new AtomicLong();
    private final AtomicLong bodies = new AtomicLong();

    /// @param starts how often the store has been opened, including this time
    IdAllocator(long starts) {
        this.start = starts % STARTS;
    }

    /// The id of a new session: virtual shard, start, counter.
    long session(long vshard) {
        return (vshard << 48) | age(sessions.incrementAndGet(), start);
    }

    private static long age(long counter, long start) {
        return (start << COUNTER_BITS) | (counter & ((1 << COUNTER_BITS) - 1));
    }

    /// The age of a session: orders sessions of all virtual shards by their creation.
    static long age(long session) {
        return session & WITHOUT_VSHARD;
    }

    /// The age of the newest session.
    long lastAge() {
        return age(sessions.get(), start);
    }

    /// The id of a new body, or the sequence of an outbox entry.
    long body() {
        return body(bodies.incrementAndGet());
    }

    /// The newest such id.
    long lastBody() {
        return body(bodies.get());
    }

    private long body(long counter) {
        return (start << 43) | counter;
    }
}
