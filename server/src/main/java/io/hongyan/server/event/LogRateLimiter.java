package io.hongyan.server.event;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.IntSupplier;

/// Limits the log lines per second; suppressed lines are counted. Any thread.
final class LogRateLimiter {
    private static final int COUNT_BITS = 20;
    private static final long COUNT_MASK = (1L << COUNT_BITS) - 1;

    private final IntSupplier perSecond;
    /// The second that lines are counted for, and their number in the low bits.
    private final AtomicLong state = new AtomicLong();
    private final LongAdder held = new LongAdder();

    /// @param perSecond lines in a second; may change
    LogRateLimiter(IntSupplier perSecond) {
        this.perSecond = perSecond;
    }

    /// Whether one more line may be written in that second.
    boolean admit(long second) {
        while (true) {
            long before = state.get();
            boolean same = before >>> COUNT_BITS == second;
            if (same && (before & COUNT_MASK) >= perSecond.getAsInt()) {
                held.increment();
                return false;
            }
            long after = same ? before + 1 : second << COUNT_BITS | 1;
            if (state.compareAndSet(before, after)) {
                return true;
            }
        }
    }

    /// The number of lines held back since the last call.
    long takeHeld() {
        return held.sumThenReset();
    }
}
