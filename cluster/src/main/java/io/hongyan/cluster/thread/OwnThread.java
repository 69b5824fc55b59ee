package io.hongyan.cluster.thread;

import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// A thread of its own. Nothing that runs on it may block.
public final class OwnThread implements ClusterThread, AutoCloseable {
    private final ScheduledThreadPoolExecutor executor;
    private final Consumer<RuntimeException> errors;

    /// @param errors is told what a task threw
    public OwnThread(Consumer<RuntimeException> errors) {
        this.errors = errors;
        this.executor = new ScheduledThreadPoolExecutor(
                1, Thread.ofPlatform().name("hongyan-cluster").daemon().factory());
        executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        executor.setRemoveOnCancelPolicy(true);
    }

    @Override
    public void execute(Runnable task) {
        later(0, task);
    }

    @Override
    public void later(long millis, Runnable task) {
        try {
            var _ = executor.schedule(() -> run(task), millis, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException _) {
            // Closed: what would have been done is no longer of interest to anybody.
            return;
        }
    }

    private void run(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException e) {
            errors.accept(e);
        }
    }

    /// Ends the thread. Tasks that have not begun are left out.
    @Override
    public void close() {
        executor.shutdownNow();
    }
}
