package io.hongyan.store.cassandra;

import io.hongyan.broker.store.InboxEntry;

/// A message joins an inbox.
///
/// Confined to the writer's thread, once it has been given to it.
final class Append implements WriteRequest {
    private final SessionState session;
    private final InboxEntry entry;
    private final int counted;
    private boolean applied;
    private long time;

    /// @param counted bytes that wait because of it
    Append(SessionState session, InboxEntry entry, int counted) {
        this.session = session;
        this.entry = entry;
        this.counted = counted;
    }

    SessionState session() {
        return session;
    }

    InboxEntry entry() {
        return entry;
    }

    int counted() {
        return counted;
    }

    /// Whether the inbox has it.
    boolean applied() {
        return applied;
    }

    /// @param of the write
    void apply(long of) {
        applied = true;
        time = of;
    }

    long time() {
        return time;
    }
}
