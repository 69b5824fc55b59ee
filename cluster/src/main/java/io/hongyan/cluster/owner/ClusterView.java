package io.hongyan.cluster.owner;

import io.hongyan.cluster.agree.Agreement;
import io.hongyan.cluster.agree.Entry;
import io.hongyan.cluster.agree.Range;
import io.hongyan.cluster.member.MemberRecord;
import io.hongyan.cluster.member.Members;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// A cluster at one moment, for one who is no node of it.
///
/// @param members by name, those that have a lease
/// @param owners of the virtual shards
/// @param drained the nodes that are to be emptied
/// @param pins nodes by virtual shards that an operator wants to have there
/// @param leader the node that assigns virtual shards; null for none
/// @param moving how many virtual shards have another owner than they are to have, or none
public record ClusterView(
        Map<String, MemberRecord> members,
        OwnerTable owners,
        Set<String> drained,
        Map<Integer, String> pins,
        @Nullable String leader,
        int moving) {
    public ClusterView {
        members = Map.copyOf(members);
        drained = Set.copyOf(drained);
        pins = Map.copyOf(pins);
    }

    /// Reads it.
    ///
    /// @param vshards how many virtual shards the cluster has
    public static CompletableFuture<ClusterView> read(Agreement agreement, int vshards) {
        return agreement.range(LiveState.PREFIX).thenApply(range -> of(range, vshards));
    }

    private static ClusterView of(Range range, int vshards) {
        LiveState live = new LiveState(vshards);
        live.snapshot(range);
        Members members = new Members(new Nobody());
        members.snapshot(range.entries());
        Entry leader = live.leader();
        int moving = 0;
        for (int vshard = 0; vshard < vshards; vshard++) {
            Owner owner = live.table().owner(vshard);
            String wanted = live.wanted(vshard);
            moving += owner == null || (!wanted.isEmpty() && !owner.node().equals(wanted)) ? 1 : 0;
        }
        return new ClusterView(
                members.present(),
                live.table(),
                live.drained(),
                live.pins(),
                leader == null ? null : leader.text(),
                moving);
    }

    /// How many virtual shards nobody owns.
    public int unowned() {
        int count = 0;
        for (int vshard = 0; vshard < owners.vshards(); vshard++) {
            count += owners.owner(vshard) == null ? 1 : 0;
        }
        return count;
    }

    /// The nodes that may have virtual shards.
    public Set<String> able() {
        return members.keySet().stream()
                .filter(node -> !drained.contains(node))
                .collect(Collectors.toUnmodifiableSet());
    }

    private static final class Nobody implements Members.Listener {
        @Override
        public void joined(MemberRecord member) {}

        @Override
        public void left(MemberRecord member) {}
    }
}
