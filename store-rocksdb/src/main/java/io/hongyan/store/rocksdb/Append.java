package io.hongyan.store.rocksdb;

import io.hongyan.broker.store.InboxEntry;
import org.jspecify.annotations.Nullable;

/// A message joins an inbox. Until the writer takes it, it can still change: the receiver gets the message, and
/// acknowledges it perhaps before it was written; then it need not be written at all.
///
/// Guarded by the [WriteQueue] where it waits.
final class Append implements WriteRequest {
    private static final byte WAITING = 0;
    private static final byte TAKEN = 1;
    private static final byte CANCELLED = 2;

    private final long session;
    private final InboxEntry entry;
    private final int counted;
    private volatile byte state;
    private boolean lingers;

    /// In units of 1,024 ns.
    private int lingersSince;

    private int mark;

    /// What the same session sent after it: see [SentAppends].
    private @Nullable Append next;

    /// @param counted bytes that the backlog was given for it
    Append(long session, InboxEntry entry, int counted) {
        this.session = session;
        this.entry = entry;
        this.counted = counted;
    }

    long session() {
        return session;
    }

    InboxEntry entry() {
        return entry;
    }

    int counted() {
        return counted;
    }

    /// What the session wrote about the entry when it sent it; 0 = it was not sent before the writer took it.
    int mark() {
        return mark;
    }

    void mark(int written) {
        mark = written;
    }

    /// It may wait a little for the acknowledgement of its receiver.
    void linger(int since) {
        lingers = true;
        lingersSince = since;
    }

    boolean lingers() {
        return lingers;
    }

    /// How long it has lingered, in units of 1,024 ns.
    int lingered(int now) {
        return now - lingersSince;
    }

    boolean isWaiting() {
        return state == WAITING;
    }

    /// Whether the writer has it. Any thread.
    boolean isTaken() {
        return state == TAKEN;
    }

    boolean isCancelled() {
        return state == CANCELLED;
    }

    void take() {
        state = TAKEN;
    }

    /// The writer takes it with others, whether or not it has lingered for long: that says nothing of its receiver.
    void takeEarly() {
        lingers = false;
        state = TAKEN;
    }

    void cancel() {
        state = CANCELLED;
    }

    @Nullable
    Append next() {
        return next;
    }

    void next(@Nullable Append later) {
        next = later;
    }
}
