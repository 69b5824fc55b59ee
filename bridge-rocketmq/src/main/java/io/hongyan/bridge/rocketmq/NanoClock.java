package io.hongyan.bridge.rocketmq;

/// Time that only goes on.
@FunctionalInterface
interface NanoClock {
    NanoClock SYSTEM = System::nanoTime;

    /// In nanoseconds, from an arbitrary moment.
    long nanos();
}
