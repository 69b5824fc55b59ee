package io.hongyan.client.disk;

/// The number of a message in the queue on disk, and how far it has come there. Confined to the loop.
public final class DiskMessageState {
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
    public static DiskMessageState added(long number) {
        return new DiskMessageState(number, false, false);
    }

    /// For a message of an earlier client, without a future.
    ///
    /// @param sent whether it may have been sent
    public static DiskMessageState restored(long number, boolean sent) {
        return new DiskMessageState(number, true, sent);
    }

    public long number() {
        return number;
    }

    /// Whether its outcome is reported by an event.
    public boolean reportsEnd() {
        return reportsEnd;
    }

    public void reportEnd() {
        reportsEnd = true;
    }

    /// Whether its next packet waits until the disk knows of it.
    public boolean held() {
        return held;
    }

    public void hold(boolean value) {
        held = value;
    }

    /// Whether the server may have seen it.
    public boolean sent() {
        return sent;
    }

    public void markSent() {
        sent = true;
    }

    /// Marks the end; false when it was marked before.
    public boolean end() {
        boolean first = !ended;
        ended = true;
        return first;
    }
}
