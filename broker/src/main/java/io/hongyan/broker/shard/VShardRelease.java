package io.hongyan.broker.shard;

import io.hongyan.broker.context.ShardContext;
import io.hongyan.broker.session.InstanceShard;
import io.hongyan.broker.session.Session;
import io.hongyan.broker.session.SessionLifecycle;
import io.hongyan.broker.store.VShard;
import io.hongyan.codec.ReasonCode;
import java.util.BitSet;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;

/// Gives virtual shards of one shard up, in this order: the connections of their clients end; nothing is routed to
/// their sessions any more; what is under way to them arrives and is stored; they are forgotten. The store then has
/// everything that another node needs to go on.
///
/// Confined to its shard.
final class VShardRelease {
    private static final String WHY = "another node of the cluster serves this client id now";

    private final ShardContext context;
    private final SessionLifecycle lifecycle;
    private final Collection<InstanceShard> instances;
    private final List<Shard> shards;
    private final BitSet vshards;
    private final Runnable released;
    private int fences;

    /// @param instances all of the shard
    /// @param shards all, this one too
    /// @param vshards of this shard
    /// @param released runs when it is done
    VShardRelease(
            ShardContext context,
            SessionLifecycle lifecycle,
            Collection<InstanceShard> instances,
            List<Shard> shards,
            BitSet vshards,
            Runnable released) {
        this.context = context;
        this.lifecycle = lifecycle;
        this.instances = instances;
        this.shards = shards;
        this.vshards = vshards;
        this.released = released;
    }

    void begin() {
        walk(this::withdraw, this::await);
    }

    private void withdraw(Session session) {
        lifecycle.end(session, ReasonCode.USE_ANOTHER_SERVER, WHY, true, true);
        lifecycle.withdraw(session);
    }

    /// Goes once by way of each shard: by then, what they had sent to these sessions has arrived.
    private void await() {
        fences = shards.size();
        for (Shard shard : shards) {
            // A turn later, because what a shard sends leaves at the end of its turn.
            shard.loop().execute(() -> shard.loop().execute(() -> context.loop().execute(this::passed)));
        }
    }

    private void passed() {
        if (--fences == 0) {
            walk(lifecycle::forget, this::giveUp);
        }
    }

    private void giveUp() {
        vshards.stream().forEach(context.store()::release);
        context.store().whenDurable(released);
    }

    private void walk(Consumer<Session> visitor, Runnable done) {
        Consumer<Session> visit = session -> {
            if (vshards.get(VShard.ofClient(session.clientId()))) {
                context.errors().guard(() -> "giving up " + session, () -> visitor.accept(session));
            }
        };
        new SessionWalk(context.loop(), instances, visit, done).run();
    }
}
