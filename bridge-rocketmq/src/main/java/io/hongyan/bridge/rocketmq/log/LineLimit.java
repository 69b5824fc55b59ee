package io.hongyan.bridge.rocketmq.log;

import java.util.concurrent.TimeUnit;

/// Lets 20 lines pass in a minute: a client whose broker is away warns on each attempt of each queue.
final class LineLimit {
    static final int LINES = 20;
    private static final long PERIOD = TimeUnit.MINUTES.toNanos(1);

    private final LogClock clock;
    private long started;
    private int passed;
    private long kept;

    LineLimit(LogClock clock) {
        this.clock = clock;
        started = clock.nanos();
    }

    /// Whether a line may be written.
    ///
    /// @return how many were kept back since the last one that was written, or -1 when this one is kept back, too
    synchronized long pass() {
        long now = clock.nanos();
        if (now - started >= PERIOD) {
            started = now;
            passed = 0;
        }
        if (passed == LINES) {
            kept++;
            return -1;
        }
        passed++;
        long before = kept;
        kept = 0;
        return before;
    }
}
