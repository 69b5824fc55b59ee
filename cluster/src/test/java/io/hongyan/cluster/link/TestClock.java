package io.hongyan.cluster.link;

import io.hongyan.broker.message.Clock;
import java.util.concurrent.TimeUnit;

/// The machine's time.
public final class TestClock implements Clock {
    @Override
    public long wallMillis() {
        return System.currentTimeMillis();
    }

    @Override
    public long steadyMillis() {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
    }

    @Override
    public long steadyNanos() {
        return System.nanoTime();
    }
}
