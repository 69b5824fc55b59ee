package io.hongyan.testkit;

import io.hongyan.broker.SystemClock;
import io.hongyan.broker.message.Clock;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/// The system's time, moved ahead at will: so that an expiry of days is a matter of milliseconds in a test. Keep alive
/// goes by time really spent and cannot be moved. Any thread.
public final class MovableClock implements Clock {
    private final Clock system = new SystemClock();
    private final AtomicLong ahead = new AtomicLong();

    /// Moves the time ahead, never back.
    public void advance(Duration by) {
        if (by.isNegative()) {
            throw new IllegalArgumentException("time goes ahead only, not by " + by);
        }
        ahead.addAndGet(by.toMillis());
    }

    @Override
    public long wallMillis() {
        return system.wallMillis() + ahead.get();
    }

    @Override
    public long steadyMillis() {
        return system.steadyMillis() + ahead.get();
    }
}
