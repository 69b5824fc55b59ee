package io.hongyan.bridge.rocketmq.log;

/// Time that only goes on, in nanoseconds from an arbitrary moment.
@FunctionalInterface
interface LogClock {
    LogClock SYSTEM = System::nanoTime;

    long nanos();
}
