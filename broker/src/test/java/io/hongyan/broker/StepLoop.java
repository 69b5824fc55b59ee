package io.hongyan.broker;

import io.hongyan.transport.Loop;
import java.time.Duration;
import java.util.ArrayDeque;

/// A loop that runs one task when told to. Nothing that it should do now and then happens.
public final class StepLoop implements Loop {
    private final ArrayDeque<Runnable> tasks = new ArrayDeque<>();

    /// Runs the next task.
    ///
    /// @return false when there was none
    public boolean step() {
        Runnable task = tasks.poll();
        if (task == null) {
            return false;
        }
        task.run();
        return true;
    }

    /// How many tasks wait.
    public int waiting() {
        return tasks.size();
    }

    /// Runs all tasks, also those that they add.
    public void run() {
        boolean more = true;
        while (more) {
            more = step();
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
