package io.hongyan.store.cassandra;

import io.hongyan.broker.message.Clock;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/// The times of writes, in microseconds since 1970: of two writes of one row, Cassandra keeps that with the later time.
/// So they only ever rise, from one run to the next too, and behind those of whoever wrote a virtual shard before:
/// everybody stores a time that its writes do not reach before a later one is stored.
///
/// Any thread.
final class Timestamps {
    /// How far ahead of the machine's clock the stored time is.
    private static final long AHEAD = TimeUnit.SECONDS.toMicros(10);

    /// So many writes may follow when the stored time was not renewed in time.
    private static final long OVERRUN = TimeUnit.SECONDS.toMicros(1);

    private final Clock machine;
    private final AtomicLong last = new AtomicLong();
    private volatile long limit;

    Timestamps(Clock machine) {
        this.machine = machine;
    }

    /// The next time, which nothing else has.
    long next() {
        long now = Math.min(TimeUnit.MILLISECONDS.toMicros(machine.wallMillis()), limit);
        return last.updateAndGet(before -> Math.max(before + 1, now));
    }

    /// The time that was given last.
    long last() {
        return last.get();
    }

    /// Somebody has stored that its writes do not reach this time: what is given from now on is later.
    void passes(long stored) {
        last.accumulateAndGet(stored + OVERRUN, Math::max);
    }

    /// What to store now; then give it to [#stored].
    long wanted() {
        return Math.max(last.get(), TimeUnit.MILLISECONDS.toMicros(machine.wallMillis())) + AHEAD;
    }

    /// That time is stored.
    void stored(long time) {
        limit = time;
    }
}
