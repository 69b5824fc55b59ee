package io.hongyan.cluster.connection;

/// How much a [RemoteConnection] has sent that its socket has not taken, as far as is known here, and what follows from
/// that.
///
/// Confined to its loop.
final class Outflow {
    private int highWater;
    private boolean readsOn;
    private long backlog;
    private boolean slow;
    private boolean blocking;

    Outflow(int highWater) {
        this.highWater = highWater;
    }

    /// @param bytes above this the client counts as slow, until a quarter of it is left
    /// @param readOn whether a slow client is read all the same
    void highWater(int bytes, boolean readOn) {
        highWater = bytes;
        readsOn = readOn;
    }

    int highWater() {
        return highWater;
    }

    /// In bytes.
    long backlog() {
        return backlog;
    }

    /// The client was above the high-water mark, and not under the low one since.
    boolean isSlow() {
        return slow;
    }

    void sent(int bytes) {
        backlog += bytes;
        slow |= backlog > highWater;
    }

    /// @param bytes at most the backlog
    /// @return whether the client is not slow any more, and was before
    boolean taken(int bytes) {
        backlog -= bytes;
        if (!slow || backlog >= highWater / 4) {
            return false;
        }
        slow = false;
        return true;
    }

    /// Whether so much output is pending that the next packet of this client must wait, until [#unblock]: each packet
    /// may need an answer, and answers have no other bound.
    boolean isBlocking() {
        blocking |= slow && !readsOn && backlog > 2L * highWater;
        return blocking;
    }

    void block() {
        blocking = true;
    }

    void unblock() {
        blocking = false;
    }
}
