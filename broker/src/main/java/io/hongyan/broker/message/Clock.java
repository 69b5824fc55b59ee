package io.hongyan.broker.message;

/// The broker's time. An interface, so that tests can move it.
public interface Clock {
    /// Milliseconds since 1970-01-01 UTC. May jump when the system's clock is set.
    long wallMillis();

    /// Milliseconds that only ever grow, with any origin: for durations within one run.
    long steadyMillis();
}
