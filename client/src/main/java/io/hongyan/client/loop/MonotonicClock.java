package io.hongyan.client.loop;

import java.util.function.LongSupplier;

/// Milliseconds that only go forward.
public enum MonotonicClock implements LongSupplier {
    SYSTEM;

    @Override
    public long getAsLong() {
        return System.nanoTime() / 1_000_000;
    }
}
