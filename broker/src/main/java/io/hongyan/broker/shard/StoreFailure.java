package io.hongyan.broker.shard;

import io.hongyan.broker.session.ClientConnection;
import io.hongyan.broker.session.InstanceShard;
import io.hongyan.broker.session.Session;
import io.hongyan.broker.session.SessionLifecycle;
import io.hongyan.codec.ReasonCode;
import io.hongyan.transport.Loop;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Iterator;

/// Closes the clients of one shard that wait for a store that has failed for good, or would, some in each turn of the
/// loop. Clients that need no disk go on.
///
/// Confined to its shard.
final class StoreFailure {
    private static final int SESSIONS_PER_TURN = 1000;

    private final Loop loop;
    private final SessionLifecycle lifecycle;
    private final String why;
    private final ArrayDeque<Iterator<Session>> left = new ArrayDeque<>();

    /// @param why for people
    StoreFailure(Loop loop, SessionLifecycle lifecycle, Collection<InstanceShard> instances, String why) {
        this.loop = loop;
        this.lifecycle = lifecycle;
        this.why = why;
        instances.forEach(instance -> left.add(instance.sessions().iterator()));
    }

    void tell() {
        for (int i = 0; i < SESSIONS_PER_TURN && !left.isEmpty(); i++) {
            Iterator<Session> sessions = left.element();
            if (sessions.hasNext()) {
                tell(sessions.next());
            } else {
                left.remove();
            }
        }
        if (!left.isEmpty()) {
            loop.nextTurn(this::tell);
        }
    }

    private void tell(Session session) {
        ClientConnection connection = session.connection();
        if (connection != null
                && (session.store().delaysDurability() || !connection.acks().isEmpty())) {
            lifecycle.end(session, ReasonCode.IMPLEMENTATION_SPECIFIC_ERROR, why, true, true);
        }
    }
}
