package io.hongyan.broker.shard;

import io.hongyan.broker.context.ShardContext;
import io.hongyan.broker.context.Timers;
import io.hongyan.broker.session.InstanceShard;
import io.hongyan.broker.session.Session;
import io.hongyan.broker.session.SessionLifecycle;
import io.hongyan.codec.ReasonCode;
import io.hongyan.codec.packet.Disconnect;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The end of all connections of one shard when the broker stops: first the acknowledgements that are under way, then
/// DISCONNECT.
///
/// Confined to its shard.
final class GracefulShutdown implements Timers.Timed {
    private static final String WHY = "the server is shutting down";

    private final ShardContext context;
    private final SessionLifecycle lifecycle;
    private final Collection<InstanceShard> instances;
    private final ReasonCode reason;
    private final @Nullable String reference;
    private final long deadline;
    private final Runnable done;

    /// @param instances all of the shard
    /// @param reference where clients should go instead, or null
    /// @param deadline steady milliseconds
    GracefulShutdown(
            ShardContext context,
            SessionLifecycle lifecycle,
            Collection<InstanceShard> instances,
            ReasonCode reason,
            @Nullable String reference,
            long deadline,
            Runnable done) {
        this.context = context;
        this.lifecycle = lifecycle;
        this.instances = instances;
        this.reason = reason;
        this.reference = reference;
        this.deadline = deadline;
        this.done = done;
    }

    void begin() {
        long next = fire(context.timers().now());
        if (next != Timers.NEVER) {
            context.timers().at(next, this);
        }
    }

    @Override
    public long fire(long now) {
        boolean late = now >= deadline;
        boolean waiting = false;
        for (Session session : connected()) {
            if (late || session.settled()) {
                if (session.version().isV5()) {
                    session.send(new Disconnect(reason, SessionLifecycle.reasonProperties(WHY, reference)));
                }
                lifecycle.end(session, reason, WHY, false, true);
            } else {
                waiting = true;
            }
        }
        if (waiting) {
            return now;
        }
        done.run();
        return Timers.NEVER;
    }

    private List<Session> connected() {
        return instances.stream()
                .flatMap(instance -> instance.sessions().stream())
                .filter(Session::connected)
                .toList();
    }
}
