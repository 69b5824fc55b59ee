package io.hongyan.broker.session;

import io.hongyan.broker.auth.Decision;
import io.hongyan.codec.topic.Topic;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/// The end of a connection whose publish cannot be taken because memory or disk are full. Before 5.0 only the end tells
/// the client that it must send the message again. It comes when the acknowledgements for the messages before it were
/// sent, and the client has acknowledged what waits for it, or acknowledges no more, or there is room again. A client
/// that is cut off at once, and after each reconnect by what it sends again, would never learn what was taken, and
/// never make room.
///
/// Meanwhile nothing that the client publishes with QoS 1 or 2 is taken, or it would overtake what was refused.
///
/// Confined to the session's shard.
final class PendingRefusal {
    private static final Duration MOMENT = Duration.ofSeconds(1);

    private final ClientConnection connection;
    private final Topic topic;
    private final Decision.Deny deny;
    private final BooleanSupplier full;

    /// Messages for the client that were not finished at the last look.
    private int unfinished;

    /// @param topic of the refused message
    /// @param full whether there is still no room
    PendingRefusal(ClientConnection connection, Topic topic, Decision.Deny deny, BooleanSupplier full) {
        this.connection = connection;
        this.topic = topic;
        this.deny = deny;
        this.full = full;
    }

    void begin() {
        unfinished = unfinished();
        if (unfinished == 0 && connection.acks().isEmpty()) {
            end();
        } else {
            connection.after(MOMENT, this::look);
        }
    }

    private int unfinished() {
        Outbound outbound = connection.session().outbound();
        return outbound.queued() + outbound.inFlight();
    }

    private void look() {
        int before = unfinished;
        unfinished = unfinished();
        boolean idle = unfinished == 0 || unfinished >= before;
        if (connection.acks().isEmpty() && (idle || !full.getAsBoolean())) {
            end();
        } else {
            connection.after(MOMENT, this::look);
        }
    }

    private void end() {
        Session session = connection.session();
        session.policy().authorizer().ending(session, topic);
        connection.end(deny.reason(), deny.why(), true);
    }
}
