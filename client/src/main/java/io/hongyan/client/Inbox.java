package io.hongyan.client;

import io.hongyan.transport.Loop;
import java.lang.System.Logger.Level;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// The way from any thread to the session's loop: a stack that the loop takes whole and turns round. The loop is woken
/// by the first that finds it empty, so a flood costs one wake-up for each turn. Order is kept.
final class Inbox implements Runnable {
    private static final System.Logger LOG = System.getLogger(Inbox.class.getName());

    private final Session session;
    private final Loop loop;
    private final AtomicReference<@Nullable Work> last = new AtomicReference<>();

    Inbox(Session session, Loop loop) {
        this.session = session;
        this.loop = loop;
    }

    void put(Work work) {
        Work before;
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
            for (Work work = last.getAndSet(null); work != null; work = work.previous()) {
                work.reject();
            }
        }
    }

    /// Takes what is there. Confined to the loop.
    @Override
    public void run() {
        Work reversed = last.getAndSet(null);
        Work first = null;
        while (reversed != null) {
            Work before = reversed.previous();
            reversed.previous(first);
            first = reversed;
            reversed = before;
        }
        while (first != null) {
            Work next = first.previous();
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
