package io.hongyan.bench;

import io.hongyan.transport.Loop;
import java.time.Duration;
import java.util.ArrayDeque;

/// A loop that takes a turn on each call, on the calling thread. Periodic tasks do not
/// run.
final class TurnLoop implements Loop {
    private final ArrayDeque<Runnable> tasks = new ArrayDeque<>();

    /// Runs the queued tasks, and those that they queue.
    void turn() {
        Runnable task = tasks.poll();
        while (task != null) {
            task.run();
            task = tasks.poll();
        }
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
    public void every(Duration period, Runnable task) {}
}
