package io.hongyan.client;

/// A message's place in a queue on disk, and whether the disk holds it up. Confined to the loop.
final class DiskPlace {
    private final long number;
    private boolean told;
    private boolean held;
    private boolean sent;
    private boolean ended;

    private DiskPlace(long number, boolean restored, boolean sent) {
        this.number = number;
        this.told = restored;
        this.sent = sent;
    }

    /// For a message of this client.
    static DiskPlace added(long number) {
        return new DiskPlace(number, false, false);
    }

    /// For a message that was there before this client, so that nobody holds its future.
    ///
    /// @param sent whether it may have been sent
    static DiskPlace restored(long number, boolean sent) {
        return new DiskPlace(number, true, sent);
    }

    long number() {
        return number;
    }

    /// Whether its end is told by an event.
    boolean told() {
        return told;
    }

    void tell() {
        told = true;
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
