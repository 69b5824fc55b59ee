package io.hongyan.cloud;

import io.hongyan.broker.message.Clock;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/// A clock that stands still until it is moved.
public final class FakeClock implements Clock {
    private final AtomicLong now = new AtomicLong(1_800_000_000_000L);

    @Override
    public long wallMillis() {
        return now.get();
    }

    @Override
    public long steadyMillis() {
        return now.get();
    }

    public void forward(Duration by) {
        now.addAndGet(by.toMillis());
    }
}
