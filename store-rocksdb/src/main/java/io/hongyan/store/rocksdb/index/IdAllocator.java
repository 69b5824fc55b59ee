package io.hongyan.store.rocksdb.index;

import io.hongyan.broker.store.StoreException;
import io.hongyan.broker.store.VShard;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;

/// Allocates ids of sessions and bodies that are unique over all starts: they contain the number of this start. A start
/// that has more sessions than fit into that goes on with the number of the next start, which it reserves in time. Any
/// thread.
public final class IdAllocator {
    private static final int STARTS = 1 << 20;
    private static final int COUNTER_BITS = 28;
    private static final int BODY_BITS = 43;
    private static final long SESSIONS_PER_START = 1L << COUNTER_BITS;
    private static final long WITHOUT_VSHARD = (1L << 48) - 1;

    private final long start;
    private final LongConsumer reserve;
    private final AtomicLong lastAge;
    private final AtomicLong bodies = new AtomicLong();
    private volatile long reserved;

    /// @param starts how often the store has been opened, including this time
    /// @param reserve makes durable that the numbers of starts up to this one are used; throws when it cannot
    public IdAllocator(long starts, LongConsumer reserve) {
        this(starts, reserve, 0);
    }

    /// @param sessions how many this start has had already
    public IdAllocator(long starts, LongConsumer reserve, long sessions) {
        this.start = starts % STARTS;
        this.reserve = reserve;
        this.lastAge = new AtomicLong(start * SESSIONS_PER_START + sessions);
        this.reserved = start;
    }

    /// The id of a new session: virtual shard, start, counter.
    public long session(long vshard) {
        long age = lastAge.incrementAndGet();
        long soon = (age + SESSIONS_PER_START / 2) / SESSIONS_PER_START;
        if (soon > reserved) {
            reserve(soon, age / SESSIONS_PER_START);
        }
        return (vshard << 48) | (age & WITHOUT_VSHARD);
    }

    /// Half a start ahead, so that a disk that fails for a while does no harm.
    private synchronized void reserve(long soon, long now) {
        if (soon <= reserved) {
            return; // another shard was here first
        }
        try {
            reserve.accept(soon);
            reserved = soon;
        } catch (StoreException failed) {
            if (now > reserved) {
                throw failed;
            }
        }
    }

    /// The age of a session: orders sessions of all virtual shards by their creation.
    static long age(long session) {
        return session & WITHOUT_VSHARD;
    }

    /// The start in which a session was made; 0 for what is no id of a session.
    public static long startOfSession(long session) {
        return session >>> 48 < VShard.COUNT ? age(session) >>> COUNTER_BITS : 0;
    }

    /// The start in which a body or an entry of an outbox was made; 0 for what is no id of one.
    public static long startOfBody(long body) {
        long start = body >>> BODY_BITS;
        return start < STARTS ? start : 0;
    }

    /// The age of the newest session.
    long lastAge() {
        return lastAge.get() & WITHOUT_VSHARD;
    }

    /// The id of a new body, or the sequence of an outbox entry.
    public long body() {
        return body(bodies.incrementAndGet());
    }

    /// The newest such id.
    long lastBody() {
        return body(bodies.get());
    }

    private long body(long counter) {
        return (start << BODY_BITS) | counter;
    }
}
