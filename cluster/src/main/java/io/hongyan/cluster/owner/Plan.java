package io.hongyan.cluster.owner;

import io.hongyan.cluster.agree.Guard;
import io.hongyan.cluster.agree.Transaction;
import io.hongyan.cluster.agree.Write;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// What the leader writes next: only what differs from what is there. Virtual shards without a living wanted owner get
/// one at once; the others are moved a few at a time. One that an operator has pinned to a node goes there, as long as
/// that node is there and is not to be emptied.
///
/// Confined to the cluster's thread.
final class Plan {
    /// How many times the moves of one step may be under way before no more are begun.
    private static final int UNDER_WAY = 8;

    private static final int PAGES_AT_ONCE = 48;

    private final LiveState live;
    private Set<String> nodes = Set.of();
    private Map<Integer, String> pins = Map.of();
    private List<String> target = List.of();

    Plan(LiveState live) {
        this.live = live;
    }

    /// Whether none of these nodes owns anything.
    boolean isNobodyOwner(Set<String> present) {
        OwnerTable table = live.table();
        return present.stream().allMatch(node -> table.count(node) == 0);
    }

    /// @param present the nodes that are there
    /// @param moves how many virtual shards may be taken from nodes that are there
    /// @param leadership guards what is written
    /// @return null when there is nothing to write
    @Nullable
    Transaction next(Set<String> present, int moves, Guard leadership) {
        retarget(present);
        int left = moves > 0 && underWay(present) <= moves * UNDER_WAY ? moves : 0;
        var guards = new ArrayList<Guard>();
        var writes = new ArrayList<Write>();
        guards.add(leadership);
        for (int page = 0; page < live.pageCount() && writes.size() < PAGES_AT_ONCE; page++) {
            WantedPage before = live.page(page);
            var after = new ArrayList<String>(WantedPage.SIZE);
            boolean changed = false;
            int first = page * WantedPage.SIZE;
            for (int vshard = first; vshard < Math.min(first + WantedPage.SIZE, live.vshards()); vshard++) {
                String now = before.node(vshard - first);
                String then = target.get(vshard);
                boolean differs = !now.equals(then);
                if (differs && present.contains(now)) {
                    differs = left > 0;
                    left -= differs ? 1 : 0;
                }
                after.add(differs ? then : now);
                changed |= differs;
            }
            if (changed) {
                guards.add(before.guard(page));
                writes.add(new Write.Put(WantedPage.key(page), WantedPage.text(after), 0));
            }
        }
        return writes.isEmpty() ? null : new Transaction(guards, writes);
    }

    private void retarget(Set<String> present) {
        var able = new TreeSet<String>(present);
        able.removeAll(live.drained());
        Set<String> wanted = able.isEmpty() ? Set.copyOf(present) : Set.copyOf(able);
        if (!wanted.equals(nodes) || !live.pins().equals(pins)) {
            nodes = wanted;
            pins = Map.copyOf(live.pins());
            target = new ArrayList<>(Assignment.of(live.vshards(), wanted));
            pins.forEach((vshard, node) -> {
                if (nodes.contains(node)) {
                    target.set(vshard, node);
                }
            });
        }
    }

    /// How many virtual shards have not reached the node that is to have them.
    private int underWay(Set<String> present) {
        OwnerTable table = live.table();
        int count = 0;
        for (int vshard = 0; vshard < live.vshards(); vshard++) {
            String wanted = live.wanted(vshard);
            Owner owner = table.owner(vshard);
            if (present.contains(wanted) && (owner == null || !owner.node().equals(wanted))) {
                count++;
            }
        }
        return count;
    }
}
