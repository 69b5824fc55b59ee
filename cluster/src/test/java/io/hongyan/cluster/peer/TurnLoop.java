package io.hongyan.cluster.peer;

import io.hongyan.transport.Loop;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/// A loop that runs one task when told to, on the thread of the test.
public final class TurnLoop implements Loop {
    private final ArrayDeque<Runnable> tasks = new ArrayDeque<>();
    private final List<Runnable> repeated = new ArrayList<>();

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

    /// Runs all tasks, those too that they add.
    public void run() {
        boolean more = true;
        while (more) {
            more = step();
        }
    }

    /// Runs once what runs now and then.
    public void tick() {
        List.copyOf(repeated).forEach(Runnable::run);
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
