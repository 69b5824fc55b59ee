package io.hongyan.client;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/// Completes the futures that users hold: on their executor, in the order of the answers, never on the loop. Whatever
/// hangs on a future may therefore wait for another one; should that one be behind it here, another thread goes on with
/// the rest within a quarter of a second, so that nobody waits for himself.
///
/// Confined to the loop.
final class Completions {
    private static final long PATIENCE = 100;
    /// Futures that nobody has asked anything of yet are gathered up to so many, or for a tick of the loop.
    private static final int UNASKED = 256;

    private final ClientLoop loop;
    private final Executor executor;
    private final List<Outgoing> unasked = new ArrayList<>(0);
    /// Made when it is needed first: who only waits for answers needs none.
    private @Nullable Mailbox<Runnable> mailbox;
    private boolean watching;
    private long seen;

    Completions(ClientLoop loop, Executor executor) {
        this.loop = loop;
        this.executor = executor;
    }

    /// Completes it at once when somebody waits for it, or something hangs on it; otherwise a little later, since
    /// waking a thread for each message would cost more than the message.
    void add(Outgoing outgoing) {
        if (outgoing.getNumberOfDependents() > 0) {
            add((Runnable) outgoing);
            return;
        }
        unasked.add(outgoing);
        if (unasked.size() == 1) {
            loop.after(0, this::shipUnasked);
        } else if (unasked.size() >= UNASKED) {
            shipUnasked();
        }
    }

    private void shipUnasked() {
        if (!unasked.isEmpty()) {
            List<Outgoing> batch = List.copyOf(unasked);
            unasked.clear();
            add(() -> batch.forEach(Outgoing::run));
        }
    }

    void add(Runnable completion) {
        mailbox().add(completion);
        if (!watching) {
            watching = true;
            seen = -1;
            loop.after(PATIENCE, this::watch);
        }
    }

    private Mailbox<Runnable> mailbox() {
        Mailbox<Runnable> made = mailbox;
        if (made == null) {
            made = new Mailbox<>(loop, executor, Long.MAX_VALUE, Runnable::run);
            mailbox = made;
        }
        return made;
    }

    private void watch() {
        Mailbox<Runnable> watched = mailbox();
        watching = watched.size() > 0;
        if (!watching) {
            return;
        }
        long taken = watched.taken();
        if (taken == seen) {
            watched.assist();
        }
        seen = taken;
        loop.after(PATIENCE, this::watch);
    }
}
