package io.hongyan.amqp.connection;

/// The heartbeats of one connection (AMQP 0-9-1, 4.2.7): any frame is a sign of life. This side gives one when it has
/// been silent for half the interval, and takes a peer for gone that is silent for two.
///
/// Confined to the loop of the connection.
final class Heartbeat {
    private final long intervalMillis;
    private long lastWrote;
    private long lastHeard;

    /// What is to be done now.
    enum Due {
        NOTHING,
        SEND,
        /// The peer is gone.
        GIVE_UP
    }

    /// @param seconds between two signs of life; 0 = none are needed
    /// @param now steady milliseconds
    Heartbeat(int seconds, long now) {
        this.intervalMillis = 1000L * seconds;
        this.lastWrote = now;
        this.lastHeard = now;
    }

    /// Looks at what happened since the last call.
    ///
    /// @param now steady milliseconds
    /// @param heard whether the peer said something, or could not be heard since this side does not read
    /// @param wrote whether this side said something
    Due at(long now, boolean heard, boolean wrote) {
        if (intervalMillis == 0) {
            return Due.NOTHING;
        }
        if (heard) {
            lastHeard = now;
        }
        if (wrote) {
            lastWrote = now;
        }
        if (now - lastHeard >= 2 * intervalMillis) {
            return Due.GIVE_UP;
        }
        return now - lastWrote >= intervalMillis / 2 ? Due.SEND : Due.NOTHING;
    }
}
