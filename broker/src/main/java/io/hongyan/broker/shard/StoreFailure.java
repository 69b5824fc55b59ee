package io.hongyan.broker.shard;

import io.hongyan.broker.session.ClientConnection;
import io.hongyan.broker.session.InstanceShard;
import io.hongyan.broker.session.Session;
import io.hongyan.broker.session.SessionLifecycle;
import io.hongyan.codec.ReasonCode;
import io.hongyan.transport.Loop;
import java.util.Collection;

/// Closes the clients of one shard that wait for a store that has failed for good, or would. Clients that need no disk
/// go on.
///
/// Confined to its shard.
final class StoreFailure {
    private final SessionLifecycle lifecycle;
    private final String why;

    /// @param why for people
    StoreFailure(SessionLifecycle lifecycle, String why) {
        this.lifecycle = lifecycle;
        this.why = why;
    }

    void tell(Loop loop, Collection<InstanceShard> instances) {
        new SessionWalk(loop, instances, this::tell, () -> {}).run();
    }

    private void tell(Session session) {
        ClientConnection connection = session.connection();
        if (connection != null && (session.needsDisk() || !connection.acks().isEmpty())) {
            lifecycle.end(session, ReasonCode.IMPLEMENTATION_SPECIFIC_ERROR, why, true, true);
        }
    }
}
