package io.hongyan.client;

import org.jspecify.annotations.Nullable;

/// A task that any thread may submit to a session, through its [TaskQueue]. It holds the reference to the task before
/// it, so that submitting allocates nothing; a task can be in one queue once at a time.
interface LoopTask {
    @Nullable
    LoopTask previous();

    void previous(@Nullable LoopTask work);

    /// Done on the session's loop.
    void run(Session session);

    /// The session's loop is gone.
    void reject();
}
