package io.hongyan.broker.message;

import java.util.concurrent.TimeUnit;

/// The machine's time, or the broker's. An interface, so that tests can move it.
public interface Clock {
    /// Milliseconds since 1970-01-01 UTC. That of a machine jumps when its date is set. That of a broker does not: it
    /// begins with the machine's, or later, and never goes back, not even from one run to the next.
    long wallMillis();

    /// Milliseconds that only ever grow, with any origin: for durations within one run.
    long steadyMillis();

    /// The same in nanoseconds, as fine as the clock knows them: for what takes less than a millisecond.
    default long steadyNanos() {
        return TimeUnit.MILLISECONDS.toNanos(steadyMillis());
    }
}
