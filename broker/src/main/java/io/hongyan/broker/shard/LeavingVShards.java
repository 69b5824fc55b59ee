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

/// Virtual shards with which another node goes on.
///
/// Confined to its shard.
final class LeavingVShards {
    private static final String WHY = "another node of the cluster serves this client id now";

    private final ShardContext context;
    private final SessionLifecycle lifecycle;
    private final RetainedPart retained;
    private final Collection<InstanceShard> instances;
    private final List<Shard> shards;
    private final BitSet vshards;
    private int awaited;

    /// @param instances all of the shard
    /// @param shards all, this one too
    /// @param vshards of this shard; nobody is let in by them any more
    LeavingVShards(
            ShardContext context,
            SessionLifecycle lifecycle,
            RetainedPart retained,
            Collection<InstanceShard> instances,
            List<Shard> shards,
            BitSet vshards) {
        this.context = context;
        this.lifecycle = lifecycle;
        this.retained = retained;
        this.instances = instances;
        this.shards = shards;
        this.vshards = vshards;
    }

    /// Gives them up while this node is their owner, in this order: the connections of their clients end; nothing is
    /// routed to their sessions any more; what is under way to them arrives and is stored; they and the retained
    /// messages are forgotten. The
    /// store then has everything that another node needs to go on.
    ///
    /// @param released runs when it is done
    void release(Runnable released) {
        walk(this::withdraw, () -> awaitUnderWay(() -> walk(lifecycle::forget, () -> giveUp(released))));
    }

    /// Forgets them without writing or publishing anything, because this node is not their owner any more.
    ///
    /// @param why for the clients
    /// @param abandoned runs when it is done
    void abandon(String why, Runnable abandoned) {
        Runnable forgotten = () -> {
            vshards.stream().forEach(context.store()::release);
            abandoned.run();
        };
        walk(
                session -> lifecycle.abandon(session, ReasonCode.USE_ANOTHER_SERVER, why),
                () -> retained.drop(vshards, forgotten));
    }

    private void withdraw(Session session) {
        lifecycle.end(session, ReasonCode.USE_ANOTHER_SERVER, WHY, true, true);
        lifecycle.withdraw(session);
    }

    /// Goes once by way of each shard: by then, what they had sent to these sessions has arrived.
    private void awaitUnderWay(Runnable then) {
        awaited = shards.size();
        Runnable passed = () -> {
            if (--awaited == 0) {
                then.run();
            }
        };
        for (Shard shard : shards) {
            // A turn later, because what a shard sends leaves at the end of its turn.
            shard.loop().execute(() -> shard.loop().execute(() -> context.loop().execute(passed)));
        }
    }

    private void giveUp(Runnable released) {
        retained.drop(vshards, () -> {
            vshards.stream().forEach(context.store()::release);
            context.store().whenDurable(released);
        });
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
