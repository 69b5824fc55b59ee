package io.hongyan.store.rocksdb;

import io.hongyan.broker.message.Clock;
import io.hongyan.store.rocksdb.engine.Engine;
import io.hongyan.store.rocksdb.health.StoreHealth;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDBException;

/// Tries what the writer asks of the disk until it succeeds, or the store is closed.
final class WriteRetry {
    private static final long PAUSE_NANOS = 200_000_000;
    private static final long FAILING_MILLIS = 2_000;
    private static final long SILENT_MILLIS = 10_000;

    private final Engine engine;
    private final DiskHook hook;
    private final StoreHealth health;
    private final Clock clock;
    private final BooleanSupplier closing;

    /// When the attempt began that is under way, in steady milliseconds; 0 while none is.
    private volatile long tryingSince;

    WriteRetry(Engine engine, DiskHook hook, StoreHealth health, Clock clock, BooleanSupplier closing) {
        this.engine = engine;
        this.hook = hook;
        this.health = health;
        this.clock = clock;
        this.closing = closing;
    }

    /// An operation that may fail on the disk.
    interface Attempt {
        void run() throws RocksDBException;
    }

    /// The store was closed while it could not write.
    static final class ClosedException extends RuntimeException {
        private static final long serialVersionUID = 1;

        ClosedException() {
            super("closed", null, false, false);
        }
    }

    /// Called by the writer's thread.
    ///
    /// @throws ClosedException when the store is closed before it has succeeded
    void untilWritten(Attempt attempt) {
        tryingSince = Math.max(1, clock.steadyMillis());
        for (int failures = 0; ; failures++) {
            try {
                if (failures > 0) {
                    hook.before(DiskHook.Call.REOPEN);
                    engine.reopen();
                }
                attempt.run();
                health.written(failures);
                tryingSince = 0;
                return;
            } catch (Throwable cause) { // the batch is complete and idempotent, so it can be retried
                health.writeFailed(cause);
                if (closing.getAsBoolean()) {
                    throw new ClosedException();
                }
                LockSupport.parkNanos(this, PAUSE_NANOS);
            }
        }
    }

    /// Why nothing has become durable for some seconds, or null. Any thread.
    @Nullable
    String outage() {
        long since = tryingSince;
        long millis = since == 0 ? 0 : clock.steadyMillis() - since;
        if (health.writesFailing()) {
            return millis < FAILING_MILLIS ? null : "nothing can be stored at present";
        }
        return millis < SILENT_MILLIS ? null : "the disk does not answer";
    }
}
