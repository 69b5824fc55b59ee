package io.hongyan.cluster.connection;

/// How much a [RemoteConnection] has sent that its socket has not taken, as far as is known here, and what follows from
/// that.
///
/// Confined to its loop.
final class Outflow {
    /// What may be on its way over the link, to the socket or back as word of it, without counting: with a socket here
    /// the buffers of the operating system do not count either. In bytes.
    private static final int MOST_ON_ITS_WAY = 512 << 10;

    private int highWater;
    private boolean readsOn;
    private long untaken;
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

    /// Sent and not known to be taken, in bytes.
    long untaken() {
        return untaken;
    }

    /// The same without what may be on its way.
    long backlog() {
        return Math.max(0, untaken - Math.min(MOST_ON_ITS_WAY, highWater / 2));
    }

    /// The client was above the high-water mark, and not under the low one since.
    boolean isSlow() {
        return slow;
    }

    void sent(int bytes) {
        untaken += bytes;
        slow |= backlog() > highWater;
    }

    /// @param bytes at most [#untaken]
    /// @return whether the client is not slow any more, and was before
    boolean taken(int bytes) {
        untaken -= bytes;
        if (!slow || backlog() >= highWater / 4) {
            return false;
        }
        slow = false;
        return true;
    }

    /// Whether so much output is pending that the next packet of this client must wait, until [#unblock]: each packet
    /// may need an answer, and answers have no other bound.
    boolean isBlocking() {
        blocking |= slow && !readsOn && backlog() > 2L * highWater;
        return blocking;
    }

    void block() {
        blocking = true;
    }

    void unblock() {
        blocking = false;
    }
}
