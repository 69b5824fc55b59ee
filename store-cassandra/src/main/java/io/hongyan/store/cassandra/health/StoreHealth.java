package io.hongyan.store.cassandra.health;

import io.hongyan.broker.message.Clock;
import io.hongyan.broker.store.StoreException;
import java.lang.System.Logger.Level;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/// The faults of the store: for a while, when Cassandra does not answer and is asked again, or for good. And what waits
/// for it. Any thread.
public final class StoreHealth {
    private static final System.Logger LOG = System.getLogger(StoreHealth.class.getName());
    private static final long FAILING_MILLIS = 2_000;
    private static final long SILENT_MILLIS = 5_000;

    private final Clock clock;
    private final long mostWaiting;
    private final CompletableFuture<String> failure = new CompletableFuture<>();
    private final AtomicLong waiting = new AtomicLong();
    private final AtomicInteger readsFailing = new AtomicInteger();
    private final LongAdder writeFailures = new LongAdder();
    private final LongAdder readFailures = new LongAdder();
    private final LongAdder batches = new LongAdder();
    private final LongAdder rows = new LongAdder();
    private volatile @Nullable String failed;
    private volatile @Nullable String writeFault;
    private volatile @Nullable String readFault;

    /// Since when something is being written, in steady milliseconds; 0 while nothing is.
    private volatile long writingSince;

    /// @param clock of the machine
    /// @param mostWaiting bytes of messages that may wait
    public StoreHealth(Clock clock, long mostWaiting) {
        this.clock = clock;
        this.mostWaiting = mostWaiting;
    }

    /// Messages of so many bytes wait to be written, or with a negative number do not any more.
    public void waits(long bytes) {
        waiting.addAndGet(bytes);
    }

    /// Something is about to be written.
    public void writing() {
        writingSince = Math.max(1, clock.steadyMillis());
    }

    /// Everything that was to be written is.
    public void written(int batchCount, int rowCount) {
        writingSince = 0;
        batches.add(batchCount);
        rows.add(rowCount);
        if (writeFault != null) {
            writeFault = null;
            LOG.log(Level.INFO, "Cassandra takes writes again");
        }
    }

    /// A write failed, and is repeated until it succeeds.
    public void writeFailed(String reason) {
        writeFailures.increment();
        if (writeFault == null) {
            LOG.log(
                    Level.ERROR,
                    "Cassandra does not take writes; nothing is acknowledged until it does, and new messages for it "
                            + "will be refused: {0}",
                    reason);
        }
        writeFault = "Cassandra does not take writes: " + reason;
    }

    /// A read failed, and is repeated until it succeeds.
    ///
    /// @param first whether this is the first failure of that read
    public void readFailed(String what, String reason, boolean first) {
        readFault = "Cassandra does not give " + what + ": " + reason;
        readFailures.increment();
        if (first) {
            readsFailing.incrementAndGet();
            LOG.log(Level.ERROR, "cannot read {0} from Cassandra, trying again: {1}", what, reason);
        }
    }

    /// A read that had failed has succeeded.
    public void readRecovered() {
        readsFailing.decrementAndGet();
    }

    /// Nothing becomes durable any more.
    public void fail(String reason, @Nullable Throwable cause) {
        String why = "the store has failed: " + reason;
        if (failure.isDone()) {
            return;
        }
        LOG.log(
                Level.ERROR,
                why + "; nothing is acknowledged any more, clients that need the store are closed and refused; what was"
                        + " acknowledged is in Cassandra: mend the cause and start the service again",
                cause);
        failed = why;
        failure.complete(why);
    }

    /// Why the store takes no writes any more; null while it does.
    public @Nullable String failedWhy() {
        return failed;
    }

    public CompletableFuture<String> failure() {
        return failure.copy();
    }

    /// The present fault; null when there is none.
    public @Nullable String fault() {
        String why = failed == null ? writeFault : failed;
        return why == null && readsFailing.get() > 0 ? readFault : why;
    }

    /// Why nobody should add anything; null = everybody may.
    public @Nullable String refusal() {
        String why = failed;
        return why == null && waiting.get() > mostWaiting ? "Cassandra does not keep up" : why;
    }

    /// Why nothing has become durable for some seconds, or null.
    public @Nullable String outage() {
        long since = writingSince;
        long millis = since == 0 ? 0 : clock.steadyMillis() - since;
        if (writeFault != null) {
            return millis < FAILING_MILLIS ? null : "nothing can be stored at present";
        }
        return millis < SILENT_MILLIS ? null : "Cassandra does not answer";
    }

    /// Bytes of messages that wait to be written.
    public long waitingBytes() {
        return waiting.get();
    }

    /// Writes that failed and were repeated, since the start.
    public long writeFailures() {
        return writeFailures.sum();
    }

    /// Reads that failed and were repeated, since the start.
    public long readFailures() {
        return readFailures.sum();
    }

    /// Batches written since the start.
    public long batches() {
        return batches.sum();
    }

    /// Rows written and deleted since the start.
    public long rows() {
        return rows.sum();
    }

    /// For a request that comes after the end.
    public StoreException ended() {
        String why = failed;
        return new StoreException(why == null ? "the store is closed" : why);
    }
}
