package io.hongyan.amqp.queue;

import io.hongyan.transport.Loop;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;

/// A loop that runs when the test says so, on its thread.
final class HandLoop implements Loop {
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final List<Runnable> repeated = new CopyOnWriteArrayList<>();

    /// Runs all tasks, also those that they add.
    void run() {
        Runnable task = tasks.poll();
        while (task != null) {
            task.run();
            task = tasks.poll();
        }
    }

    /// Runs what is to be done now and then, and all tasks.
    void tick() {
        repeated.forEach(Runnable::run);
        run();
    }

    /// How many tasks wait.
    int waiting() {
        return tasks.size();
    }

    @Override
    public boolean inLoop() {
        return true;
    }

    @Override
    public void execute(Runnable task) {
        tasks.add(task);
    }

    @Override
    public void nextTurn(Runnable task) {
        tasks.add(task);
    }

    @Override
    public void every(Duration period, Runnable task) {
        repeated.add(task);
    }
}
