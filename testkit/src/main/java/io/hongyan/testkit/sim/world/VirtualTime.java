package io.hongyan.testkit.sim.world;

import io.hongyan.broker.message.Clock;

/// The time of a simulation, in microseconds. It moves only when the scheduler says so; the wall clock may jump
/// besides.
public final class VirtualTime implements Clock {
    private static final long EPOCH_MILLIS = 1_700_000_000_000L;

    private long micros;
    private long wallOffsetMillis;

    /// Since the start of the simulation.
    public long micros() {
        return micros;
    }

    void moveTo(long then) {
        micros = Math.max(micros, then);
    }

    /// Sets the wall clock forward or back; the steady time goes on as before.
    public void jumpWall(long millis) {
        wallOffsetMillis += millis;
    }

    @Override
    public long wallMillis() {
        return EPOCH_MILLIS + wallOffsetMillis + micros / 1000;
    }

    @Override
    public long steadyMillis() {
        return micros / 1000;
    }

    @Override
    public long steadyNanos() {
        return micros * 1000;
    }
}
