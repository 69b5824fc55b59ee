package io.hongyan.broker.context;

import io.hongyan.broker.message.Clock;
import io.hongyan.transport.Loop;

/// The time for measurements of one shard, read from the clock once for several questions of one turn: a reading costs
/// about as much as a tenth of a PUBLISH. Right but for the time that the shard spends on [#MOST] answers.
///
/// Confined to its shard.
public final class TurnClock {
    static final int MOST = 16;

    private final Loop loop;
    private final Clock clock;
    private final Runnable endOfTurn = this::endOfTurn;
    private long nanos;
    private int left;
    private boolean ends;

    public TurnClock(Loop loop, Clock clock) {
        this.loop = loop;
        this.clock = clock;
    }

    /// As [Clock#steadyNanos]. Only a difference of two means something.
    public long nanos() {
        if (left == 0) {
            read();
        }
        left--;
        return nanos;
    }

    private void read() {
        nanos = clock.steadyNanos();
        left = MOST;
        if (!ends) {
            ends = true;
            loop.execute(endOfTurn);
        }
    }

    /// The loop may sleep now.
    private void endOfTurn() {
        ends = false;
        left = 0;
    }
}
