package io.hongyan.broker.shard;

import io.hongyan.broker.context.ShardContext;
import io.hongyan.broker.context.Timers;
import io.hongyan.broker.session.ClientConnection;
import io.hongyan.broker.session.InstanceShard;
import io.hongyan.broker.session.Session;
import io.hongyan.broker.session.SessionLifecycle;
import io.hongyan.broker.session.ack.PendingAck;
import io.hongyan.codec.ReasonCode;
import java.util.Collection;
import java.util.IdentityHashMap;
import org.jspecify.annotations.Nullable;

/// Closes clients that wait for the disk while nothing becomes durable: else a publisher would hang without a word.
/// What it sends again is refused, with a reason, as long as that lasts; what was taken is kept all the same, and may
/// come twice at QoS 1. Clients that need no disk go on.
///
/// Confined to its shard.
final class StoreOutage implements Timers.Timed {
    private static final long PAUSE_MILLIS = 1000;

    private final ShardContext context;
    private final SessionLifecycle lifecycle;
    private final Collection<InstanceShard> instances;

    /// What each client waited for at the last look, and at this one.
    private IdentityHashMap<ClientConnection, PendingAck> before = new IdentityHashMap<>();
    private IdentityHashMap<ClientConnection, PendingAck> now = new IdentityHashMap<>();

    private boolean looking;

    StoreOutage(ShardContext context, SessionLifecycle lifecycle, Collection<InstanceShard> instances) {
        this.context = context;
        this.lifecycle = lifecycle;
        this.instances = instances;
    }

    void watch() {
        context.timers().at(context.timers().now() + PAUSE_MILLIS, this);
    }

    @Override
    public long fire(long time) {
        String outage = context.store().outage();
        if (outage == null) {
            before.clear();
        } else if (!looking) {
            looking = true;
            new SessionWalk(context.loop(), instances, session -> look(session, outage), this::looked).run();
        }
        return time + PAUSE_MILLIS;
    }

    private void look(Session session, String outage) {
        ClientConnection connection = session.connection();
        PendingAck first = connection == null ? null : connection.acks().first();
        if (connection == null || first == null) {
            return;
        }
        if (isSame(first, before.get(connection))) {
            lifecycle.end(session, ReasonCode.QUOTA_EXCEEDED, outage, true, true);
        } else {
            now.put(connection, first);
        }
    }

    private void looked() {
        looking = false;
        before = now;
        now = new IdentityHashMap<>();
    }

    @SuppressWarnings("ReferenceEquality") // the very acknowledgement
    private static boolean isSame(PendingAck one, @Nullable PendingAck other) {
        return one == other;
    }
}
