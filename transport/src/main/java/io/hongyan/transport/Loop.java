package io.hongyan.transport;

import java.time.Duration;
import java.util.concurrent.Executor;

/// One thread that takes turns: it reads what its connections received, runs the tasks given to it, and then writes
/// what has been put into its connections, with one system call for each connection that has something to say.
///
/// An interface, so that a whole broker can run on virtual time in a test.
public interface Loop extends Executor {
    /// Whether the calling thread is this loop's thread.
    boolean inLoop();

    /// Runs the task in a turn of this loop, in the order given. From another thread the loop is woken only when it
    /// sleeps.
    @Override
    void execute(Runnable task);

    /// Runs the task in the next turn of this loop, after it has read and written again: for work in slices. Called on
    /// this loop.
    void nextTurn(Runnable task);

    /// Runs the task a few milliseconds later; in the next turn where time is not real. Called on this loop.
    default void shortly(Runnable task) {
        nextTurn(task);
    }

    /// Runs the task again and again with that pause, coarsely, until the loop ends.
    void every(Duration period, Runnable task);
}
