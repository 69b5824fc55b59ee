package io.hongyan.server.console;

import io.hongyan.broker.message.Clock;
import java.time.Duration;

/// Stands still until time passes by hand.
public final class HandClock implements Clock {
    private long now = Duration.ofDays(20_000).toMillis();

    @Override
    public long wallMillis() {
        return now;
    }

    @Override
    public long steadyMillis() {
        return now;
    }

    /// Some time goes by.
    public void pass(Duration time) {
        now += time.toMillis();
    }
}
