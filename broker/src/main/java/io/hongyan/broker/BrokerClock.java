package io.hongyan.broker;

import io.hongyan.broker.message.Clock;
import java.lang.System.Logger.Level;
import java.time.Duration;

/// The time of one run of the broker. It begins with the machine's date, or with the latest time that the store has
/// recorded if the date has been set back since, and goes on as time passes, whatever becomes of the date: nothing that
/// was given a time to live lives longer than that.
final class BrokerClock implements Clock {
    private static final System.Logger LOG = System.getLogger(BrokerClock.class.getName());
    private static final long WORTH_SAYING_MILLIS = 60_000;

    private final Clock machine;
    private final long origin;

    /// @param recorded the latest time that anything was kept at, in wall milliseconds; 0 for none
    BrokerClock(Clock machine, long recorded) {
        this.machine = machine;
        long date = machine.wallMillis();
        this.origin = Math.max(date, recorded) - machine.steadyMillis();
        if (recorded - date > WORTH_SAYING_MILLIS) {
            LOG.log(
                    Level.WARNING,
                    "the date of this machine is {0} before the time at which the store was last in use; whatever expires"
                            + " goes on from that time",
                    Duration.ofMillis(recorded - date));
        }
    }

    @Override
    public long wallMillis() {
        return origin + machine.steadyMillis();
    }

    @Override
    public long steadyMillis() {
        return machine.steadyMillis();
    }

    @Override
    public long steadyNanos() {
        return machine.steadyNanos();
    }
}
