package io.hongyan.cluster.connection;

import java.time.Duration;

/// Limits and times of connections over links.
///
/// @param highWater what a session may have sent to a client elsewhere that its socket has not taken, in bytes, until
///     the client counts as slow; under a quarter of it is not slow any more; 4 KiB to 1 GiB
/// @param window what a client may have sent to a session elsewhere that this has not taken, in bytes, until its socket
///     is read no more; one more frame may come; 16 KiB to 16 MiB
/// @param linkSlow a backlog of a link, in bytes, above which all its clients count as slow; at least its high-water
///   mark
/// @param linkMost frames of clients that would make the backlog of a link larger are not sent; at least `linkSlow`,
///     and 1 MiB less than what the link takes, so that it takes the other frames
/// @param patience how long a client waits for its owner, 100 ms to 1 min
/// @param mostWaiting how many clients of a loop may wait so, 0 to 1,000,000
/// @param mostWaitingBytes how many bytes their CONNECTs may have together
public record ConnectionOptions(
        int highWater,
        int window,
        long linkSlow,
        long linkMost,
        Duration patience,
        int mostWaiting,
        long mostWaitingBytes) {
    /// 1 MiB and 64 KiB for a client, 16 and 48 MiB for a link, 3 s; 10,000 clients with 16 MiB.
    public static final ConnectionOptions USUAL =
            new ConnectionOptions(1 << 20, 64 << 10, 16L << 20, 48L << 20, Duration.ofSeconds(3), 10_000, 16L << 20);

    private static final int MOST_TAKEN_EVERY = 16 << 10;

    public ConnectionOptions {
        require(highWater >= 4096 && highWater <= 1 << 30, "highWater is 4 KiB to 1 GiB");
        require(window >= 16 << 10 && window <= 16 << 20, "window is 16 KiB to 16 MiB");
        require(linkSlow >= 1, "linkSlow is 1 or more");
        require(linkMost >= linkSlow, "linkMost is at least linkSlow");
        require(patience.toMillis() >= 100 && patience.toMillis() <= 60_000, "patience is 100 ms to 1 min");
        require(mostWaiting >= 0 && mostWaiting <= 1_000_000, "mostWaiting is 0 to 1,000,000");
        require(mostWaitingBytes >= 0, "mostWaitingBytes is 0 or more");
    }

    private static void require(boolean right, String rule) {
        if (!right) {
            throw new IllegalArgumentException(rule);
        }
    }

    /// With another mark for slow clients, that of the listeners.
    public ConnectionOptions withHighWater(int bytes) {
        return new ConnectionOptions(bytes, window, linkSlow, linkMost, patience, mostWaiting, mostWaitingBytes);
    }

    /// With other bounds of a link's backlog.
    public ConnectionOptions withLink(long slow, long most) {
        return new ConnectionOptions(highWater, window, slow, most, patience, mostWaiting, mostWaitingBytes);
    }

    /// With other bounds for those who wait for their owner.
    public ConnectionOptions withWaiting(Duration longest, int most, long mostBytes) {
        return new ConnectionOptions(highWater, window, linkSlow, linkMost, longest, most, mostBytes);
    }

    /// After how many bytes that a socket took its node says so. Small beside the low-water mark: were it not, a client
    /// that has taken everything could count as slow for ever.
    int takenEvery() {
        return Math.min(MOST_TAKEN_EVERY, highWater / 8);
    }

    /// After how many bytes that a session took its node says so.
    int consumedEvery() {
        return Math.min(MOST_TAKEN_EVERY, window / 4);
    }
}
