package io.hongyan.store.rocksdb;

import io.hongyan.broker.message.Clock;

/// The clock of the machine until the clock of the broker is set.
final class SwitchableClock implements Clock {
    private volatile Clock clock;

    SwitchableClock(Clock machine) {
        this.clock = machine;
    }

    void set(Clock broker) {
        clock = broker;
    }

    @Override
    public long wallMillis() {
        return clock.wallMillis();
    }

    @Override
    public long steadyMillis() {
        return clock.steadyMillis();
    }

    @Override
    public long steadyNanos() {
        return clock.steadyNanos();
    }
}
