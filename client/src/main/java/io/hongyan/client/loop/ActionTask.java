package io.hongyan.client.loop;

import org.jspecify.annotations.Nullable;

/// Runs an action on the loop; for what happens rarely, since it allocates.
public final class ActionTask<S> implements LoopTask<S> {
    private final Runnable action;
    private final Runnable rejected;
    private @Nullable LoopTask<S> previous;

    /// @param rejected called instead when the loop has ended
    public ActionTask(Runnable action, Runnable rejected) {
        this.action = action;
        this.rejected = rejected;
    }

    @Override
    public @Nullable LoopTask<S> previous() {
        return previous;
    }

    @Override
    public void previous(@Nullable LoopTask<S> work) {
        previous = work;
    }

    @Override
    public void run(S target) {
        action.run();
    }

    @Override
    public void reject(S target) {
        rejected.run();
    }
}
