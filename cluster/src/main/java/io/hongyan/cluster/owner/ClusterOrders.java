package io.hongyan.cluster.owner;

import io.hongyan.cluster.agree.Agreement;
import io.hongyan.cluster.agree.Transaction;
import io.hongyan.cluster.agree.Write;
import io.hongyan.cluster.member.MemberRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/// What an operator wants of a cluster, written into the agreement, where the leader finds it. It holds until it is
/// taken back, whoever comes and goes. Each answer completes when that is agreed; what then happens takes its time.
public final class ClusterOrders {
    private ClusterOrders() {}

    /// A node is to be emptied: its virtual shards move to the others, at the pace of all moves.
    public static CompletableFuture<Void> drain(Agreement agreement, String node) {
        MemberRecord.checkName(node);
        return done(agreement, List.of(new Write.Put(LiveState.DRAIN + node, "", 0)));
    }

    /// A node may have virtual shards again.
    public static CompletableFuture<Void> undrain(Agreement agreement, String node) {
        MemberRecord.checkName(node);
        return done(agreement, List.of(new Write.Delete(LiveState.DRAIN + node)));
    }

    /// A node is to own a virtual shard whenever it is there and not to be emptied.
    ///
    /// @param vshard 0 to the number of virtual shards - 1
    public static CompletableFuture<Void> pin(Agreement agreement, int vshard, String node) {
        MemberRecord.checkName(node);
        return done(agreement, List.of(new Write.Put(LiveState.PIN + vshard, node, 0)));
    }

    /// A virtual shard goes where the assignment has it.
    public static CompletableFuture<Void> unpin(Agreement agreement, int vshard) {
        return done(agreement, List.of(new Write.Delete(LiveState.PIN + vshard)));
    }

    /// Takes back what is wanted of a node.
    ///
    /// @param seen what is there
    public static CompletableFuture<Void> forget(Agreement agreement, String node, ClusterView seen) {
        MemberRecord.checkName(node);
        List<Write> writes = new ArrayList<>();
        writes.add(new Write.Delete(LiveState.DRAIN + node));
        seen.pins().forEach((vshard, its) -> {
            if (its.equals(node)) {
                writes.add(new Write.Delete(LiveState.PIN + vshard));
            }
        });
        return done(agreement, writes);
    }

    private static CompletableFuture<Void> done(Agreement agreement, List<Write> writes) {
        int some = Math.min(writes.size(), Agreement.MAX_WRITES);
        List<Write> rest = writes.subList(some, writes.size());
        return agreement
                .commit(new Transaction(List.of(), writes.subList(0, some)))
                .thenCompose(_ -> rest.isEmpty() ? CompletableFuture.completedFuture(null) : done(agreement, rest));
    }
}
