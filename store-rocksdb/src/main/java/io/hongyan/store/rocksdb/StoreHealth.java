package io.hongyan.store.rocksdb;

import java.lang.System.Logger.Level;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/// What is wrong with the store: for a while, as long as writes or reads fail and are repeated, or for good, when the
/// thread that writes has ended. Any thread.
final class StoreHealth {
    private static final System.Logger LOG = System.getLogger(StoreHealth.class.getName());

    private final CompletableFuture<String> failure = new CompletableFuture<>();
    private final AtomicInteger readsFailing = new AtomicInteger();
    private final LongAdder readFailures = new LongAdder();
    private volatile @Nullable String failed;
    private volatile @Nullable String writeFault;
    private volatile @Nullable String readFault;

    /// A write failed, and is repeated until it succeeds.
    void writeFailed(Throwable cause) {
        if (writeFault == null) {
            LOG.log(
                    Level.ERROR,
                    "the store cannot write; nothing is acknowledged until it can, and new messages for it will be"
                            + " refused: " + reason(cause),
                    bug(cause));
        }
        writeFault = "the store cannot write: " + reason(cause);
    }

    void written(int failures) {
        if (failures > 0) {
            writeFault = null;
            LOG.log(Level.INFO, "the store writes again, after {0} failures", failures);
        }
    }

    /// A read failed, and is repeated until it succeeds.
    ///
    /// @param what was read
    /// @param first whether it failed for the first time
    void readFailed(String what, Throwable cause, boolean first) {
        readFault = "the store cannot read " + what + ": " + reason(cause);
        readFailures.increment();
        if (first) {
            readsFailing.incrementAndGet();
            LOG.log(
                    Level.ERROR,
                    "cannot read " + what + ", trying again; run hongyan store check: " + reason(cause),
                    bug(cause));
        }
    }

    /// A read succeeded that had failed.
    void readAgain() {
        readsFailing.decrementAndGet();
    }

    /// The writing thread ends.
    void fail(Throwable cause) {
        String why = "the store has failed: " + reason(cause);
        LOG.log(
                Level.ERROR,
                why + "; nothing is acknowledged any more, clients that need the store are closed and refused; what was"
                        + " acknowledged is on disk: start the service again",
                cause);
        failed = why;
        failure.complete(why);
    }

    /// Whether the store has failed for good.
    boolean failed() {
        return failed != null;
    }

    /// Why the store takes nothing any more; null while it does.
    @Nullable
    String failedWhy() {
        return failed;
    }

    CompletableFuture<String> failure() {
        return failure.copy();
    }

    /// Whether the last write failed and is being repeated.
    boolean writesFailing() {
        return writeFault != null;
    }

    /// Failed attempts to read since the start.
    long readFailures() {
        return readFailures.sum();
    }

    /// What is wrong now; null when nothing is.
    @Nullable
    String fault() {
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

    /// A stack trace is worth its lines only where it tells more than the message.
    private static @Nullable Throwable bug(Throwable cause) {
        return cause instanceof StoreProblem || cause instanceof org.rocksdb.RocksDBException ? null : cause;
    }
}
