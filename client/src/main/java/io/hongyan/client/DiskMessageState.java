package io.hongyan.client;

/// The number of a message in the queue on disk, and how far it has come there. Confined to the loop.
final class DiskMessageState {
    private final long number;
    private boolean reportsEnd;
    private boolean held;
    private boolean sent;
    private boolean ended;

    private DiskMessageState(long number, boolean restored, boolean sent) {
        this.number = number;
        this.reportsEnd = restored;
        this.sent = sent;
    }

    /// For a message of this client.
    static DiskMessageState added(long number) {
        return new DiskMessageState(number, false, false);
    }

    /// For a message that was there before this client, so that nobody holds its future.
    ///
    /// @param sent whether it may have been sent
    static DiskMessageState restored(long number, boolean sent) {
        return new DiskMessageState(number, true, sent);
    }

    long number() {
        return number;
    }

    /// Whether its outcome is reported by an event.
    boolean reportsEnd() {
        return reportsEnd;
    }

    void reportEnd() {
        reportsEnd = true;
    }

    /// Whether its next packet waits until the disk knows of it.
    boolean held() {
        return held;
    }

    void hold(boolean value) {
        held = value;
    }

    /// Whether the server may have seen it.
    boolean sent() {
        return sent;
    }

    void markSent() {
        sent = true;
    }

    /// Marks the end; false when it was marked before.
    boolean end() {
        boolean first = !ended;
        ended = true;
        return first;
    }
}
