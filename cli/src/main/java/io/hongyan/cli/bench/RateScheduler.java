package io.hongyan.cli.bench;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/// Does things at planned times, whether or not the things before have been answered. One that is late is done at once;
/// its planned time stays.
final class RateScheduler {
    private static final long SHORTEST_SLEEP = 50_000;

    /// What is done.
    @FunctionalInterface
    interface Plan {
        /// Does number `index`, planned for that time.
        void due(long index, long plannedNanos);
    }

    private final LongSupplier nanoTime;
    private final CountDownLatch stop;

    /// @param stop ends the schedule when it reaches zero
    RateScheduler(LongSupplier nanoTime, CountDownLatch stop) {
        this.nanoTime = nanoTime;
        this.stop = stop;
    }

    /// Does `limit` things, the first one now, with that time between any two. Returns when the last one is done, or
    /// when stopped.
    ///
    /// @return how many were done
    long run(long limit, double periodNanos, Plan plan) {
        long start = nanoTime.getAsLong();
        long index = 0;
        while (index < limit && stop.getCount() > 0) {
            long now = nanoTime.getAsLong();
            long planned = planned(start, index, periodNanos);
            while (index < limit && planned <= now) {
                plan.due(index, planned);
                index++;
                planned = planned(start, index, periodNanos);
            }
            if (index < limit) {
                pause(planned - nanoTime.getAsLong());
            }
        }
        return index;
    }

    private static long planned(long start, long index, double periodNanos) {
        return start + (long) (index * periodNanos);
    }

    private void pause(long nanos) {
        if (nanos > TimeUnit.MILLISECONDS.toNanos(20)) {
            try {
                boolean _ = stop.await(nanos - TimeUnit.MILLISECONDS.toNanos(2), TimeUnit.NANOSECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                stop.countDown();
            }
        } else {
            LockSupport.parkNanos(Math.max(SHORTEST_SLEEP, nanos));
        }
    }
}
