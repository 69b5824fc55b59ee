package io.hongyan.client;

import io.hongyan.transport.Loop;
import java.lang.System.Logger.Level;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// Passes tasks from any thread to the session's loop: a lock-free stack that the loop takes as a whole and reverses,
/// so the order is kept. Only the thread that finds the stack empty wakes the loop: one wake-up for each turn.
final class TaskQueue implements Runnable {
    private static final System.Logger LOG = System.getLogger(TaskQueue.class.getName());

    private final Session session;
    private final Loop loop;
    private final AtomicReference<@Nullable LoopTask> last = new AtomicReference<>();

    TaskQueue(Session session, Loop loop) {
        this.session = session;
        this.loop = loop;
    }

    void put(LoopTask work) {
        LoopTask before;
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
            for (LoopTask work = last.getAndSet(null); work != null; work = work.previous()) {
                work.reject();
            }
        }
    }

    /// Takes what is there. Confined to the loop.
    @Override
    public void run() {
        LoopTask reversed = last.getAndSet(null);
        LoopTask first = null;
        while (reversed != null) {
            LoopTask before = reversed.previous();
            reversed.previous(first);
            first = reversed;
            reversed = before;
        }
        while (first != null) {
            LoopTask next = first.previous();
            first.previous(null);
            try {
                first.run(session);
            } catch (Throwable bug) {
                LOG.log(Level.ERROR, "a task of client '" + session.clientId() + "' failed", bug);
                session.taskFailed(bug);
            }
            first = next;
        }
    }
}
