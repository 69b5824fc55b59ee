package io.hongyan.server;

import java.lang.System.Logger.Level;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/// Periodic tasks, on a thread of their own.
final class MaintenanceTasks {
    private static final System.Logger LOG = System.getLogger(MaintenanceTasks.class.getName());
    private static final int FLUSH_SECONDS = 1;
    private static final int LOOK_SECONDS = 10;

    private MaintenanceTasks() {}

    /// Begins. Close what is returned to end it.
    ///
    /// @param flushes write sums of lines, each second
    /// @param looks look after files, every ten seconds
    static ScheduledExecutorService start(List<Runnable> flushes, List<Runnable> looks) {
        ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().daemon().name("housekeeping").factory());
        flushes.forEach(flush -> every(thread, FLUSH_SECONDS, flush));
        looks.forEach(look -> every(thread, LOOK_SECONDS, look));
        return thread;
    }

    /// A fault in one turn, whatever it is, does not end the turns that follow.
    private static void every(ScheduledExecutorService thread, int seconds, Runnable task) {
        var _ = thread.scheduleWithFixedDelay(
                () -> {
                    try {
                        task.run();
                    } catch (Throwable e) {
                        LOG.log(Level.ERROR, "housekeeping failed, and goes on", e);
                    }
                },
                seconds,
                seconds,
                TimeUnit.SECONDS);
    }
}
