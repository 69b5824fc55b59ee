package io.hongyan.store.rocksdb;

import io.hongyan.broker.message.Clock;
import java.util.concurrent.atomic.AtomicLong;

/// A clock that a test sets.
final class ManualClock implements Clock {
    private static final long START = 1_700_000_000_000L;

    private final AtomicLong passed = new AtomicLong();

    void minute() {
        passed.addAndGet(60_000);
    }

    @Override
    public long wallMillis() {
        return START + passed.get();
    }

    @Override
    public long steadyMillis() {
        return passed.get();
    }
}
