package io.hongyan.cluster.deliver;

import io.hongyan.cluster.deliver.DeliveryCounters.Figure;
import io.hongyan.cluster.peer.NodeId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;

/// Messages that no node can get now: those for clients whose virtual shard has no owner, and those that a node had not
/// confirmed when it was gone.
///
/// Confined to its shard.
final class HeldParcels {
    private final DeliveryCounters counters;
    private final Map<Integer, ArrayDeque<Parcel>> byVshard = new HashMap<>();
    private final Map<NodeId, ArrayDeque<Parcel>> byNode = new HashMap<>();
    private long bytes;
    private int count;

    HeldParcels(DeliveryCounters counters) {
        this.counters = counters;
    }

    /// Holds a message for a client until its virtual shard has an owner.
    void addForOwner(Parcel parcel) {
        byVshard.computeIfAbsent(parcel.vshard(), each -> new ArrayDeque<>()).add(parcel);
        count(parcel, 1);
    }

    /// Holds a message for the subscribers of a node that is gone until its successors are named.
    void addForSuccessor(NodeId dead, Parcel parcel) {
        byNode.computeIfAbsent(dead, each -> new ArrayDeque<>()).add(parcel);
        count(parcel, 1);
    }

    /// Whether messages for clients of a virtual shard wait, so that another one must wait behind them.
    boolean hasForOwner(int vshard) {
        return byVshard.containsKey(vshard);
    }

    /// Takes the messages for clients of the virtual shards that have an owner now, in their order.
    List<Parcel> takeForOwner(IntPredicate owned) {
        if (byVshard.isEmpty()) {
            return List.of();
        }
        List<Parcel> taken = new ArrayList<>();
        byVshard.entrySet().removeIf(entry -> owned.test(entry.getKey()) && taken.addAll(entry.getValue()));
        taken.forEach(parcel -> count(parcel, -1));
        return taken;
    }

    /// The messages that a dead node had not confirmed, in their order.
    List<Parcel> forSuccessor(NodeId dead) {
        return List.copyOf(byNode.getOrDefault(dead, new ArrayDeque<>()));
    }

    /// Takes the messages that a dead node had not confirmed.
    void dropForSuccessor(NodeId dead) {
        ArrayDeque<Parcel> its = byNode.remove(dead);
        if (its != null) {
            its.forEach(parcel -> count(parcel, -1));
        }
    }

    private void count(Parcel parcel, int change) {
        count += change;
        bytes += (long) change * parcel.bytes();
        counters.add(Figure.HELD, change);
    }

    /// What all count with.
    long bytes() {
        return bytes;
    }

    int size() {
        return count;
    }
}
