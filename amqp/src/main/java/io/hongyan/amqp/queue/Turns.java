package io.hongyan.amqp.queue;

import io.hongyan.transport.Loop;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;

/// Brings what other threads ask of a queue to its loop: what was asked in the meantime is done in one turn, in the
/// order in which it came, and followed by one run of what the queue does with it.
///
/// What fails is told, and the rest goes on.
final class Turns {
    private final Loop loop;
    private final Runnable afterwards;
    private final BiConsumer<String, Throwable> failures;
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>(); // bounded by what consumers hold
    private final AtomicBoolean due = new AtomicBoolean();

    /// @param afterwards runs at the end of each turn
    /// @param failures gets what was being done, and what went wrong
    Turns(Loop loop, Runnable afterwards, BiConsumer<String, Throwable> failures) {
        this.loop = loop;
        this.afterwards = afterwards;
        this.failures = failures;
    }

    /// Runs the task soon, on the loop. Any thread.
    void post(Runnable task) {
        tasks.add(task);
        wake();
    }

    /// Takes a turn soon. Any thread.
    void wake() {
        if (due.compareAndSet(false, true)) {
            try {
                loop.execute(this::run);
            } catch (RejectedExecutionException _) {
                due.set(false); // the loop has ended, and the service with it
            }
        }
    }

    /// Takes another turn after the loop has read and written. On the loop.
    void again() {
        if (due.compareAndSet(false, true)) {
            loop.nextTurn(this::run);
        }
    }

    private void run() {
        due.set(false);
        Runnable task = tasks.poll();
        while (task != null) {
            guarded("a task", task);
            task = tasks.poll();
        }
        guarded("a turn", afterwards);
    }

    private void guarded(String what, Runnable task) {
        try {
            task.run();
        } catch (Throwable bug) {
            failures.accept(what, bug);
        }
    }
}
