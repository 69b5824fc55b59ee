package io.hongyan.client;

import java.util.concurrent.Executor;

/// Completes the futures that users hold: on their executor, in the order of the answers, never on the loop. Whatever
/// hangs on a future may therefore wait for another one; should that one be behind it here, another thread goes on with
/// the rest within a quarter of a second, so that nobody waits for himself.
///
/// Confined to the loop.
final class Completions {
    private static final long PATIENCE = 100;

    private final ClientLoop loop;
    private final Mailbox<Runnable> mailbox;
    private boolean watching;
    private long seen;

    Completions(ClientLoop loop, Executor executor) {
        this.loop = loop;
        this.mailbox = new Mailbox<>(loop, executor, Long.MAX_VALUE, Runnable::run);
    }

    void add(Runnable completion) {
        mailbox.add(completion);
        if (!watching) {
            watching = true;
            seen = -1;
            loop.after(PATIENCE, this::watch);
        }
    }

    private void watch() {
        watching = mailbox.size() > 0;
        if (!watching) {
            return;
        }
        long taken = mailbox.taken();
        if (taken == seen) {
            mailbox.assist();
        }
        seen = taken;
        loop.after(PATIENCE, this::watch);
    }
}
