package io.hongyan.client.loop;

import io.hongyan.transport.Loop;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Passes tasks from any thread to the session's loop: a lock-free stack that the loop takes as a whole and reverses,
/// so the order is kept. Only the thread that finds the stack empty wakes the loop: one wake-up for each turn.
public final class TaskQueue<S> implements Runnable {
    private final S target;
    private final Consumer<Throwable> failed;
    private final Loop loop;
    private final AtomicReference<@Nullable LoopTask<S>> last = new AtomicReference<>();

    /// @param target what the tasks work on
    /// @param failed is called on the loop with what a task threw
    public TaskQueue(S target, Loop loop, Consumer<Throwable> failed) {
        this.target = target;
        this.failed = failed;
        this.loop = loop;
    }

    public void put(LoopTask<S> work) {
        LoopTask<S> before;
        do {
            before = last.get();
            work.previous(before);
        } while (!last.compareAndSet(before, work));
        if (before == null) {
            wake();
        }
    }

    private void wake() {
        try {
            loop.execute(this);
        } catch (RejectedExecutionException over) {
            for (LoopTask<S> work = last.getAndSet(null); work != null; work = work.previous()) {
                work.reject(target);
            }
        }
    }

    /// Takes the queued tasks. Confined to the loop.
    @Override
    public void run() {
        LoopTask<S> first = LoopTask.inOrder(last.getAndSet(null));
        while (first != null) {
            LoopTask<S> next = first.previous();
            first.previous(null);
            try {
                first.run(target);
            } catch (Throwable bug) {
                failed.accept(bug);
            }
            first = next;
        }
    }
}
