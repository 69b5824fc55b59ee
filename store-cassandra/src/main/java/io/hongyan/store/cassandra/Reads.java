package io.hongyan.store.cassandra;

import io.hongyan.store.cassandra.engine.Fault;
import io.hongyan.store.cassandra.health.StoreHealth;
import java.lang.System.Logger.Level;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// Reads on virtual threads, a bounded number at a time. A read that fails is repeated until it succeeds or the store
/// is closed: without an answer, the caller would wait forever. Any thread.
final class Reads implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Reads.class.getName());
    private static final int MOST = 32;
    private static final long RETRY_MILLIS = 500;

    private final StoreHealth health;
    private final ExecutorService threads = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("store-read-", 0).factory());
    private final Semaphore permits = new Semaphore(MOST);

    Reads(StoreHealth health) {
        this.health = health;
    }

    /// Reads, and then gives what was read to whom it belongs.
    ///
    /// @param what is read, for people
    void start(String what, Runnable read) {
        start(() -> {
            permits.acquire();
            try {
                untilRead(what, read);
            } finally {
                permits.release();
            }
        });
    }

    /// Runs what may block, and does not count as a read.
    void start(Task task) {
        try {
            threads.execute(() -> {
                try {
                    task.run();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt(); // the store is being closed
                }
            });
        } catch (RejectedExecutionException e) {
            LOG.log(Level.DEBUG, "not read, because the store is being closed");
        }
    }

    /// What may wait.
    interface Task {
        void run() throws InterruptedException;
    }

    private void untilRead(String what, Runnable read) {
        for (int failures = 0; ; failures++) {
            try {
                read.run();
                if (failures > 0) {
                    health.readRecovered();
                }
                return;
            } catch (RuntimeException e) {
                if (threads.isShutdown()) {
                    return;
                }
                health.readFailed(what, Fault.reason(e), failures == 0);
                LockSupport.parkNanos(this, TimeUnit.MILLISECONDS.toNanos(RETRY_MILLIS));
            }
        }
    }

    @Override
    public void close() {
        threads.shutdownNow(); // no caller waits for a page any more
        try {
            if (!threads.awaitTermination(10, TimeUnit.SECONDS)) {
                LOG.log(Level.WARNING, "a read of the store has not ended");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
