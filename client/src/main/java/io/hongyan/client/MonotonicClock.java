package io.hongyan.client;

import java.util.function.LongSupplier;

/// Milliseconds that only go forward.
enum MonotonicClock implements LongSupplier {
    SYSTEM;

    @Override
    public long getAsLong() {
        return System.nanoTime() / 1_000_000;
    }
}
