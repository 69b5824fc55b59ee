package io.hongyan.client.loop;

import org.jspecify.annotations.Nullable;

/// A task that any thread may submit to a session, through its [TaskQueue]. It holds the reference to the task before
/// it, so that submitting allocates nothing; a task can be in one queue once at a time.
public interface LoopTask<S> {
    @Nullable
    LoopTask<S> previous();

    void previous(@Nullable LoopTask<S> work);

    /// Done on the session's loop.
    ///
    /// @param target what most tasks work on, so that they need not hold it
    void run(S target);

    /// The loop has ended, and does not run the task. Called by the thread that submits it.
    void reject(S target);

    /// Turns a stack of tasks round, so that the one that was put first is the first.
    ///
    /// @param last null = there is none
    static <S> @Nullable LoopTask<S> inOrder(@Nullable LoopTask<S> last) {
        LoopTask<S> first = null;
        LoopTask<S> rest = last;
        while (rest != null) {
            LoopTask<S> before = rest.previous();
            rest.previous(first);
            first = rest;
            rest = before;
        }
        return first;
    }
}
