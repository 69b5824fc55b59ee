package io.hongyan.client;

/// A message's place in a queue on disk, and whether the disk holds it up. Confined to the loop.
final class DiskPlace {
    private final long number;
    private boolean told;
    private boolean held;
    private boolean sent;
    private boolean ended;

    /// @param restored whether it was there before this client: then it may have been sent, and nobody holds its future
    DiskPlace(long number, boolean restored) {
        this.number = number;
        this.told = restored;
        this.sent = restored;
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
