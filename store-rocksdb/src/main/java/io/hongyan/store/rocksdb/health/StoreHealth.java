package io.hongyan.store.rocksdb.health;

import io.hongyan.broker.store.StoreException;
import java.lang.System.Logger.Level;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/// The faults of the store: temporary, while writes or reads fail and are retried, or permanent, when the writing
/// thread has ended. Any thread.
public final class StoreHealth {
    private static final System.Logger LOG = System.getLogger(StoreHealth.class.getName());

    private final String advice;
    private final CompletableFuture<String> failure = new CompletableFuture<>();
    private final AtomicInteger readsFailing = new AtomicInteger();
    private final LongAdder readFailures = new LongAdder();
    private volatile @Nullable String failed;
    private volatile @Nullable String writeFault;
    private volatile @Nullable String readFault;

    /// @param advice what to do about damage, for lines of the log
    StoreHealth(String advice) {
        this.advice = advice;
    }

    /// A write failed, and is retried until it succeeds.
    public void writeFailed(Throwable cause) {
        if (writeFault == null) {
            LOG.log(
                    Level.ERROR,
                    "the store cannot write; nothing is acknowledged until it can, and new messages for it will be"
                            + " refused: " + reason(cause),
                    bug(cause));
        }
        writeFault = "the store cannot write: " + reason(cause);
    }

    public void written(int failures) {
        if (failures > 0) {
            writeFault = null;
            LOG.log(Level.INFO, "the store writes again, after {0} failures", failures);
        }
    }

    /// A read failed, and is retried until it succeeds.
    ///
    /// @param what is read
    /// @param first whether this is the first failure of that read
    public void readFailed(String what, Throwable cause, boolean first) {
        readFault = "the store cannot read " + what + ": " + reason(cause);
        readFailures.increment();
        if (first) {
            readsFailing.incrementAndGet();
            LOG.log(
                    Level.ERROR,
                    "cannot read " + what + ", trying again: " + reason(cause) + "; " + advice,
                    bug(cause));
        }
    }

    /// A read that had failed has succeeded.
    public void readRecovered() {
        readsFailing.decrementAndGet();
    }

    /// The writing thread has ended.
    public void fail(Throwable cause) {
        String why = "the store has failed: " + reason(cause);
        LOG.log(
                Level.ERROR,
                why + "; nothing is acknowledged any more, clients that need the store are closed and refused; what was"
                        + " acknowledged is on disk: start the service again",
                cause);
        failed = why;
        failure.complete(why);
    }

    /// Whether the store has failed permanently.
    boolean failed() {
        return failed != null;
    }

    /// Why the store accepts no writes any more; null while it does.
    @Nullable
    public String failedWhy() {
        return failed;
    }

    public CompletableFuture<String> failure() {
        return failure.copy();
    }

    /// Whether the last write failed and is being retried.
    public boolean writesFailing() {
        return writeFault != null;
    }

    /// Failed attempts to read since the start.
    long readFailures() {
        return readFailures.sum();
    }

    /// The current fault; null when there is none.
    @Nullable
    public String fault() {
        if (failed != null) {
            return failed;
        }
        if (writeFault != null) {
            return writeFault;
        }
        return readsFailing.get() > 0 ? readFault : null;
    }

    private static String reason(Throwable cause) {
        String message = cause.getMessage();
        return bug(cause) == null && message != null ? message : cause.toString();
    }

    /// The cause when its stack trace is worth logging: expected exceptions are told by their message alone.
    private static @Nullable Throwable bug(Throwable cause) {
        return cause instanceof StoreException || cause instanceof org.rocksdb.RocksDBException ? null : cause;
    }
}
