package io.hongyan.testkit;

import io.hongyan.broker.SystemClock;
import io.hongyan.broker.message.Clock;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// The system's time, which a test can advance, so that an expiry of days takes milliseconds. It can also be stopped,
/// so that timers of some seconds never fire, however slow the machine is. Keep alive follows real time and cannot be
/// advanced. Any thread may call it.
public final class MovableClock implements Clock {
    private final Clock system = new SystemClock();
    private final AtomicLong ahead = new AtomicLong();
    private volatile @Nullable Moment stopped;

    private record Moment(long wallMillis, long steadyMillis) {}

    /// Advances the time; it cannot go back.
    public void advance(Duration by) {
        if (by.isNegative()) {
            throw new IllegalArgumentException("time goes ahead only, not by " + by);
        }
        ahead.addAndGet(by.toMillis());
    }

    /// Stops the time: from now on only [#advance] moves it.
    public void stop() {
        stopped = new Moment(system.wallMillis(), system.steadyMillis());
    }

    @Override
    public long wallMillis() {
        Moment moment = stopped;
        return (moment == null ? system.wallMillis() : moment.wallMillis()) + ahead.get();
    }

    @Override
    public long steadyMillis() {
        Moment moment = stopped;
        return (moment == null ? system.steadyMillis() : moment.steadyMillis()) + ahead.get();
    }
}
