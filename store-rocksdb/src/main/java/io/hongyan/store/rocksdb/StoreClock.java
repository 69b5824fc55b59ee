package io.hongyan.store.rocksdb;

import io.hongyan.broker.message.Clock;

/// The machine's clock until the broker has set its own.
final class StoreClock implements Clock {
    private volatile Clock clock;

    StoreClock(Clock machine) {
        this.clock = machine;
    }

    void become(Clock broker) {
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
}
