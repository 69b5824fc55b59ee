package io.hongyan.client;

import org.jspecify.annotations.Nullable;

/// Something that any thread may hand to a session, through its [Inbox]. It carries the link to what was handed over
/// before it, so that handing over allocates nothing; it can wait in one inbox once at a time.
interface Work {
    @Nullable
    Work previous();

    void previous(@Nullable Work work);

    /// Done on the session's loop.
    void run(Session session);

    /// The session's loop is gone.
    void reject();
}
