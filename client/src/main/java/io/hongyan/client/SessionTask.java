package io.hongyan.client;

import io.hongyan.client.loop.LoopTask;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Runs an action on the session's loop; for what happens rarely, since it allocates.
final class SessionTask implements LoopTask<Session> {
    private final Consumer<Session> action;
    private final Runnable rejected;
    private @Nullable LoopTask<Session> previous;

    /// @param rejected called instead when the loop has ended
    SessionTask(Consumer<Session> action, Runnable rejected) {
        this.action = action;
        this.rejected = rejected;
    }

    @Override
    public @Nullable LoopTask<Session> previous() {
        return previous;
    }

    @Override
    public void previous(@Nullable LoopTask<Session> work) {
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
