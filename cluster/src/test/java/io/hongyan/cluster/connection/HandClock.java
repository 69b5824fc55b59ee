package io.hongyan.cluster.connection;

import io.hongyan.broker.message.Clock;
import java.util.concurrent.atomic.AtomicLong;

/// A time that stands still until a test moves it.
final class HandClock implements Clock {
    private final AtomicLong millis = new AtomicLong(1_000_000);

    void advance(long by) {
        millis.addAndGet(by);
    }

    @Override
    public long wallMillis() {
        return millis.get();
    }

    @Override
    public long steadyMillis() {
        return millis.get();
    }
}
