package io.hongyan.cloud.auth;

import java.lang.System.Logger.Level;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.ThreadFactory;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Runs password checks, which take milliseconds of CPU, outside the shards. A fixed number runs at once and a bounded
/// number waits, at most half of them from one address. Checks of clients that have disconnected are discarded. Any
/// thread may call it; a lock that is held for a few instructions protects the queue.
public final class PasswordCheckPool {
    /// Waiting checks for each running one. A check takes about 50 ms, so a client waits 3 s at most. A flood of wrong
    /// passwords cannot delay others for longer: they are told that the server is busy.
    private static final int WAITING_PER_RUNNING = 64;

    private static final System.Logger LOG = System.getLogger(PasswordCheckPool.class.getName());

    private final int parallel;
    private final int mostWaiting;
    private final Deque<Check> queue = new ArrayDeque<>();
    private int running;
    private final ThreadFactory threads =
            Thread.ofVirtual().name("hongyan-check-", 0).factory();

    private record Check(String from, BooleanSupplier gone, Runnable work) {}

    /// @param parallel checks that run at once, 1 or more; each uses one core
    /// @param mostWaiting checks that may wait, 0 or more
    PasswordCheckPool(int parallel, int mostWaiting) {
        if (parallel < 1 || mostWaiting < 0) {
            throw new IllegalArgumentException(
                    "1 or more checks at once and 0 or more waiting, not " + parallel + " and " + mostWaiting);
        }
        this.parallel = parallel;
        this.mostWaiting = mostWaiting;
    }

    /// @param parallel checks that run at once, 1 or more; each uses one core
    public static PasswordCheckPool of(int parallel) {
        return new PasswordCheckPool(parallel, parallel * WAITING_PER_RUNNING);
    }

    /// Runs a check on another thread, unless the client has disconnected by then.
    ///
    /// @param from the address whose share of the queue it uses
    /// @param gone whether the client has disconnected
    /// @param answer receives the result, once
    /// @param failure the result of a check that throws
    /// @return false when the queue is full and the check will not run
    <T> boolean submit(String from, BooleanSupplier gone, Supplier<T> check, Consumer<T> answer, T failure) {
        Runnable work = () -> answer.accept(result(check, failure));
        synchronized (queue) {
            if (running == parallel) {
                return enqueue(new Check(from, gone, work));
            }
            running++;
        }
        boolean started = false;
        try {
            threads.newThread(() -> run(work)).start();
            started = true;
        } finally {
            if (!started) { // no memory for another thread
                synchronized (queue) {
                    running--;
                }
            }
        }
        return true;
    }

    private static <T> T result(Supplier<T> check, T failure) {
        try {
            return check.get();
        } catch (Throwable bug) {
            LOG.log(Level.ERROR, "a login could not be checked", bug);
            return failure;
        }
    }

    private boolean enqueue(Check check) {
        if (!hasRoom(check.from())) {
            queue.removeIf(waiting -> waiting.gone().getAsBoolean());
        }
        return hasRoom(check.from()) && queue.add(check);
    }

    private boolean hasRoom(String from) {
        int share = (mostWaiting + 1) / 2;
        return queue.size() < mostWaiting && (queue.size() < share || waitingFor(from) < share);
    }

    private long waitingFor(String from) {
        return queue.stream().filter(check -> check.from().equals(from)).count();
    }

    private void run(Runnable first) {
        for (Runnable work = first; work != null; work = next()) {
            try {
                work.run();
            } catch (Throwable bug) { // the pool must not lose this thread
                LOG.log(Level.ERROR, "the result of a login could not be told", bug);
            }
        }
    }

    /// The next check whose client is still connected; null ends this thread.
    private @Nullable Runnable next() {
        synchronized (queue) {
            for (Check check = queue.poll(); check != null; check = queue.poll()) {
                if (!check.gone().getAsBoolean()) {
                    return check.work();
                }
            }
            running--;
            return null;
        }
    }
}
