package io.hongyan.broker;

import io.hongyan.broker.session.Session;
import java.net.InetAddress;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Which clients of an instance are looked for: those with the lowest ids of all that fit.
///
/// @param after only ids above this one; empty for all
/// @param most how many, 1 to 10,000
/// @param prefix what their ids begin with; empty for all
/// @param address they are connected from; null for all, also those without a connection
public record ClientQuery(
        String after, int most, String prefix, @Nullable InetAddress address, Presence presence) {
    /// Whether a client has a connection.
    public enum Presence {
        CONNECTED,
        ABSENT,
        ANY
    }

    /// All clients above an id.
    public static ClientQuery above(String after, int most) {
        return new ClientQuery(after, most, "", null, Presence.ANY);
    }

    /// Only on the shard of the session.
    boolean fits(Session session) {
        String id = session.clientId();
        return id.compareTo(after) > 0 && id.startsWith(prefix) && isPresent(session) && isThere(session);
    }

    private boolean isPresent(Session session) {
        return switch (presence) {
            case CONNECTED -> session.connected();
            case ABSENT -> !session.connected();
            case ANY -> true;
        };
    }

    private boolean isThere(Session session) {
        return address == null
                || (session.connected()
                        && Objects.equals(address, session.peer().address().getAddress()));
    }
}
