package io.hongyan.server.alarm;

import java.util.ArrayDeque;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/// Tasks for one receiver, one after the other: it learns what happens in the order in which it happens. Any thread.
final class Lane {
    private static final int MOST = 100;

    private final ExecutorService threads;
    private final ArrayDeque<Runnable> waiting = new ArrayDeque<>();
    private boolean running;

    Lane(ExecutorService threads) {
        this.threads = threads;
    }

    /// Runs a task when those before it are done.
    ///
    /// @return false when too many wait, or nothing runs any more
    synchronized boolean offer(Runnable task) {
        if (waiting.size() >= MOST) {
            return false;
        }
        waiting.add(task);
        if (!running) {
            try {
                threads.execute(this::run);
                running = true;
            } catch (RejectedExecutionException _) {
                waiting.clear();
                return false;
            }
        }
        return true;
    }

    private void run() {
        for (Runnable task = next(); task != null; task = next()) {
            task.run();
        }
    }

    private synchronized @Nullable Runnable next() {
        Runnable task = waiting.poll();
        running = task != null;
        return task;
    }
}
