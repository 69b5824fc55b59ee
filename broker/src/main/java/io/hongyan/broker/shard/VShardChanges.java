package io.hongyan.broker.shard;

import io.hongyan.broker.context.ShardContext;
import io.hongyan.broker.session.InstanceShard;
import io.hongyan.broker.session.SessionLifecycle;
import java.util.BitSet;
import java.util.Collection;
import java.util.List;

/// How virtual shards come to a shard, and leave it, while the broker runs.
///
/// Confined to its shard.
final class VShardChanges {
    private final ShardContext context;
    private final VShardTable vshards;
    private final SessionRecovery recovery;
    private final RetainedPart retained;
    private final SessionLifecycle lifecycle;
    private final Collection<InstanceShard> instances;
    private List<Shard> shards = List.of();
    private int acquiring;

    /// @param instances all of the shard, whatever changes
    VShardChanges(
            ShardContext context,
            VShardTable vshards,
            SessionRecovery recovery,
            RetainedPart retained,
            SessionLifecycle lifecycle,
            Collection<InstanceShard> instances) {
        this.context = context;
        this.vshards = vshards;
        this.recovery = recovery;
        this.retained = retained;
        this.lifecycle = lifecycle;
        this.instances = instances;
    }

    /// Makes all shards known, in their order, this one too.
    void connect(List<Shard> all) {
        shards = all;
    }

    /// Takes a virtual shard over.
    ///
    /// @param opened runs when its retained messages and sessions are back
    void acquire(int vshard, Runnable opened) {
        acquiring++;
        vshards.acquire(vshard, context.store(), recovery::recover, retained::restore, () -> {
            if (vshards.isOpen(vshard)) {
                retained.opened(vshard);
            }
            opened.run();
            if (--acquiring == 0) {
                recovery.complete(); // not before: the others may be receivers of their wills
            }
        });
    }

    /// Gives virtual shards up, of which this node is still the owner.
    ///
    /// @param released runs when nothing of them is left here and everything is durable
    void release(BitSet given, Runnable released) {
        leaving(given).release(released);
    }

    /// Forgets virtual shards that another node may own by now.
    ///
    /// @param abandoned runs when nothing of them is left here
    void abandon(BitSet lost, String why, Runnable abandoned) {
        leaving(lost).abandon(why, abandoned);
    }

    private LeavingVShards leaving(BitSet given) {
        BitSet own = new BitSet();
        given.stream()
                .filter(vshard -> vshard % shards.size() == context.index())
                .forEach(own::set);
        vshards.close(own);
        retained.close(own);
        return new LeavingVShards(context, lifecycle, retained, instances, shards, own);
    }
}
