package io.hongyan.store.rocksdb;

import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/// How the writer waits for requests. Between two of them it comes back every few milliseconds, so that what nobody
/// waits for needs no wake-up of its own. When none has come for a second it dozes: then the next one wakes it. On an
/// idle machine, and beside traffic that needs no store, that spares it two hundred wake-ups a second.
///
/// The writer's thread waits, any thread may ask.
final class WriterPause {
    private static final long SHORT_NANOS = 5_000_000;
    private static final int SHORT_ONES = 200;
    private static final long LONG_NANOS = 1_000_000_000;

    private final long longNanos;
    private int inRow;
    private volatile boolean dozes;

    WriterPause() {
        this(LONG_NANOS);
    }

    WriterPause(long longNanos) {
        this.longNanos = longNanos;
    }

    /// There was something to write.
    void interrupted() {
        inRow = 0;
    }

    /// Waits, until somebody unparks the thread at the longest.
    ///
    /// @param mayDoze whether nothing is due before the next request
    /// @param nothing whether no request waits; it is asked when others see already that the writer dozes
    void pause(boolean mayDoze, BooleanSupplier nothing) {
        if (!mayDoze || inRow < SHORT_ONES) {
            inRow++;
            LockSupport.parkNanos(this, SHORT_NANOS);
            return;
        }
        dozes = true;
        if (nothing.getAsBoolean()) {
            LockSupport.parkNanos(this, longNanos);
        }
        dozes = false;
    }

    /// Whether a request must wake the writer: asked after it was put where the writer finds it.
    boolean dozes() {
        return dozes;
    }
}
