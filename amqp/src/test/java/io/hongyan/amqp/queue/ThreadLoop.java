package io.hongyan.amqp.queue;

import io.hongyan.transport.Loop;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/// A loop on a thread of its own.
final class ThreadLoop implements Loop, AutoCloseable {
    private final ScheduledExecutorService executor =
            Executors.newSingleThreadScheduledExecutor(task -> thread = new Thread(task, "loop"));
    private volatile Thread thread = Thread.currentThread();

    @Override
    public boolean inLoop() {
        return Thread.currentThread().equals(thread);
    }

    @Override
    public void execute(Runnable task) {
        executor.execute(task);
    }

    @Override
    public void nextTurn(Runnable task) {
        executor.execute(task);
    }

    @Override
    public void every(Duration period, Runnable task) {
        var _ = executor.scheduleWithFixedDelay(task, period.toMillis(), period.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }
}
