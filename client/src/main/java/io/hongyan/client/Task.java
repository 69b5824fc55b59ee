package io.hongyan.client;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Work that happens rarely: whatever is to be done on the session's loop.
final class Task implements Work {
    private final Consumer<Session> action;
    private final Runnable rejected;
    private @Nullable Work previous;

    /// @param rejected what to do when the loop is gone
    Task(Consumer<Session> action, Runnable rejected) {
        this.action = action;
        this.rejected = rejected;
    }

    @Override
    public @Nullable Work previous() {
        return previous;
    }

    @Override
    public void previous(@Nullable Work work) {
        previous = work;
    }

    @Override
    public void run(Session session) {
        action.accept(session);
    }

    @Override
    public void reject() {
        rejected.run();
    }
}
