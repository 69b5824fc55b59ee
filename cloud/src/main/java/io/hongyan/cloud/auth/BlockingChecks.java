package io.hongyan.cloud.auth;

import java.lang.System.Logger.Level;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.ThreadFactory;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Work that takes milliseconds of CPU, away from the shards: a few at a time, a bounded number waiting, at most half
/// of them for one address, and none for those who have gone meanwhile. Any thread may call; a lock held for a few
/// instructions guards the line.
public final class BlockingChecks {
    /// How many wait for each that runs. A check takes some 50 ms, so that nobody waits longer than about 3 s: whoever
    /// floods the line with wrong passwords delays the others no further, and they learn that the server is busy.
    private static final int WAITING_FOR_EACH = 64;

    private static final System.Logger LOG = System.getLogger(BlockingChecks.class.getName());

    private final int parallel;
    private final int mostWaiting;
    private final Deque<Check> line = new ArrayDeque<>();
    private int running;
    private final ThreadFactory threads =
            Thread.ofVirtual().name("hongyan-check-", 0).factory();

    private record Check(String from, BooleanSupplier gone, Runnable work) {}

    /// @param parallel how many run at once, 1 or more; each takes a core
    /// @param mostWaiting how many more wait for their turn, 0 or more
    BlockingChecks(int parallel, int mostWaiting) {
        if (parallel < 1 || mostWaiting < 0) {
            throw new IllegalArgumentException(
                    "1 or more checks at once and 0 or more waiting, not " + parallel + " and " + mostWaiting);
        }
        this.parallel = parallel;
        this.mostWaiting = mostWaiting;
    }

    /// @param parallel how many run at once, 1 or more; each takes a core
    public static BlockingChecks of(int parallel) {
        return new BlockingChecks(parallel, parallel * WAITING_FOR_EACH);
    }

    /// Runs the check soon, on another thread, unless nobody waits for it any more when its turn comes.
    ///
    /// @param from whose share of the line it takes
    /// @param gone whether nobody wants the result any more
    /// @param answer gets the result, once
    /// @param fault the result of a check that throws something
    /// @return false when too many wait, so that it will not run
    <T> boolean submit(String from, BooleanSupplier gone, Supplier<T> check, Consumer<T> answer, T fault) {
        Runnable work = () -> answer.accept(result(check, fault));
        synchronized (line) {
            if (running == parallel) {
                return queue(new Check(from, gone, work));
            }
            running++;
        }
        boolean started = false;
        try {
            threads.newThread(() -> run(work)).start();
            started = true;
        } finally {
            if (!started) { // there is no memory for another thread
                synchronized (line) {
                    running--;
                }
            }
        }
        return true;
    }

    private static <T> T result(Supplier<T> check, T fault) {
        try {
            return check.get();
        } catch (Throwable bug) {
            LOG.log(Level.ERROR, "a login could not be checked", bug);
            return fault;
        }
    }

    private boolean queue(Check check) {
        if (!hasRoom(check.from())) {
            line.removeIf(waiting -> waiting.gone().getAsBoolean());
        }
        return hasRoom(check.from()) && line.add(check);
    }

    private boolean hasRoom(String from) {
        int share = (mostWaiting + 1) / 2;
        return line.size() < mostWaiting && (line.size() < share || waitingFor(from) < share);
    }

    private long waitingFor(String from) {
        return line.stream().filter(check -> check.from().equals(from)).count();
    }

    private void run(Runnable first) {
        for (Runnable work = first; work != null; work = next()) {
            try {
                work.run();
            } catch (Throwable bug) { // whatever it is, this thread goes on: it is one of a few
                LOG.log(Level.ERROR, "the result of a login could not be told", bug);
            }
        }
    }

    /// The next that is still wanted; without one, this thread ends.
    private @Nullable Runnable next() {
        synchronized (line) {
            for (Check check = line.poll(); check != null; check = line.poll()) {
                if (!check.gone().getAsBoolean()) {
                    return check.work();
                }
            }
            running--;
            return null;
        }
    }
}
