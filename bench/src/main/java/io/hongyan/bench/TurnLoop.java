package io.hongyan.bench;

import io.hongyan.transport.Loop;
import java.time.Duration;
import java.util.ArrayDeque;

/// A loop that takes its turns when told to, on the thread that tells it. Nothing that it should do now and then
/// happens.
final class TurnLoop implements Loop {
    private final ArrayDeque<Runnable> tasks = new ArrayDeque<>();

    /// Runs what was given to it, and what that gives to it.
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
