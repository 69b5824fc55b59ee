package io.hongyan.broker;

import io.hongyan.broker.message.Clock;
import java.util.concurrent.TimeUnit;

/// The time of the machine.
public final class SystemClock implements Clock {
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
