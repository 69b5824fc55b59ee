package io.hongyan.broker.session;

import java.time.Duration;

/// When messages that a connected client does not acknowledge are sent again. Only before 5.0, which forbids it
/// [MQTT-4.4.0-1].
///
/// It runs in turns: what was in flight at the last turn already is sent again, so after one to two intervals. It
/// goes with the connection. Confined to the session's shard.
final class Redelivery {
    private boolean armed;
    private long lastTurn;

    /// A message went out: another turn must follow.
    ///
    /// @param turn is run with the highest sequence that is due
    void arm(ClientConnection connection, Turn turn) {
        if (armed) {
            return;
        }
        Duration interval = connection.session().policy().pace().retryInterval();
        if (interval.isZero() || connection.version().isV5()) {
            return;
        }
        armed = true;
        connection.after(interval, () -> {
            armed = false;
            lastTurn = turn.run(lastTurn);
        });
    }

    /// Sends again what is due.
    interface Turn {
        /// @return the highest sequence in flight, which will be due at the next turn
        long run(long dueUpTo);
    }
}
