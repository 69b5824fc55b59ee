package io.hongyan.client.callback;

import io.hongyan.client.loop.ClientEventLoop;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/// Completes the futures of users: on their executor, in the order of the answers, never on the loop. Code that depends
/// on a future may therefore block for another one; if that one is behind it in this queue, another thread goes on with
/// the rest within a quarter of a second, so that there is no deadlock.
///
/// Confined to the loop.
final class FutureCompleter {
    private static final long PATIENCE = 100;
    /// Futures without dependents are completed in batches of so many, or after a tick of the loop.
    private static final int UNASKED = 256;

    private final ClientEventLoop loop;
    private final Executor executor;
    private List<Runnable> unasked = List.of();
    /// Created when it is first needed: blocking calls need none.
    private @Nullable CallbackQueue<Runnable> callbacks;
    private boolean watching;
    private boolean closing;
    private long seen;

    FutureCompleter(ClientEventLoop loop, Executor executor) {
        this.loop = loop;
        this.executor = executor;
    }

    /// Completes it at once when it has dependents; otherwise a little later, since waking a thread for each message
    /// would cost more than the message.
    <T, F extends CompletableFuture<T> & Runnable> void addFuture(F future) {
        if (closing || future.getNumberOfDependents() > 0) {
            add(future);
            return;
        }
        if (unasked.isEmpty()) {
            unasked = new ArrayList<>(1);
        }
        unasked.add(future);
        if (unasked.size() == 1) {
            loop.after(0, this::shipUnasked);
        } else if (unasked.size() >= UNASKED) {
            shipUnasked();
        }
    }

    /// The client is closing: completes what waits, and from now on each future at once, since the loop may end soon.
    void close() {
        closing = true;
        shipUnasked();
    }

    private void shipUnasked() {
        if (!unasked.isEmpty()) {
            List<Runnable> batch = unasked;
            unasked = List.of();
            add(() -> batch.forEach(Runnable::run));
        }
    }

    void add(Runnable completion) {
        callbacks().add(completion);
        if (!watching) {
            watching = true;
            seen = -1;
            loop.after(PATIENCE, this::watch);
        }
    }

    private CallbackQueue<Runnable> callbacks() {
        CallbackQueue<Runnable> made = callbacks;
        if (made == null) {
            made = new CallbackQueue<>(loop, executor, Long.MAX_VALUE, Runnable::run);
            callbacks = made;
        }
        return made;
    }

    private void watch() {
        CallbackQueue<Runnable> watched = callbacks();
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
