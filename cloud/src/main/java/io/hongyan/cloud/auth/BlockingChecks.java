package io.hongyan.cloud.auth;

import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;

/// Work that takes milliseconds of CPU, away from the shards: a few at a time, a bounded number waiting.
public final class BlockingChecks {
    private final Semaphore running;
    private final AtomicInteger present = new AtomicInteger();
    private final int most;
    private final ThreadFactory threads =
            Thread.ofVirtual().name("hongyan-check-", 0).factory();

    /// @param parallel how many run at once, 1 or more; each takes a core
    /// @param most how many run and wait, `parallel` or more
    public BlockingChecks(int parallel, int most) {
        if (parallel < 1 || most < parallel) {
            throw new IllegalArgumentException(
                    "1 or more checks at once of as many or more, not " + parallel + " of " + most);
        }
        this.running = new Semaphore(parallel);
        this.most = most;
    }

    /// Runs the check soon, on another thread.
    ///
    /// @return false when too many wait, so that it will not run
    boolean submit(Runnable check) {
        if (present.incrementAndGet() > most) {
            present.decrementAndGet();
            return false;
        }
        threads.newThread(() -> run(check)).start();
        return true;
    }

    private void run(Runnable check) {
        running.acquireUninterruptibly();
        try {
            check.run();
        } finally {
            running.release();
            present.decrementAndGet();
        }
    }
}
