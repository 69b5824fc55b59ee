package io.hongyan.cluster.deliver;

import io.hongyan.cluster.deliver.DeliveryCounters.Figure;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;

/// Messages for clients whose virtual shard nobody serves at present.
///
/// Confined to its shard.
final class HeldParcels {
    private final DeliveryCounters counters;
    private final Map<Integer, ArrayDeque<Parcel>> byVshard = new HashMap<>();
    private long bytes;
    private int count;

    HeldParcels(DeliveryCounters counters) {
        this.counters = counters;
    }

    void add(Parcel parcel) {
        byVshard.computeIfAbsent(parcel.vshard(), each -> new ArrayDeque<>()).add(parcel);
        count(parcel, 1);
    }

    /// Whether messages for clients of a virtual shard wait, so that another one must wait behind them.
    boolean has(int vshard) {
        return byVshard.containsKey(vshard);
    }

    /// Takes the messages for clients of the virtual shards that have a server now, in their order.
    List<Parcel> take(IntPredicate served) {
        if (byVshard.isEmpty()) {
            return List.of();
        }
        List<Parcel> taken = new ArrayList<>();
        byVshard.entrySet().removeIf(entry -> served.test(entry.getKey()) && taken.addAll(entry.getValue()));
        taken.forEach(parcel -> count(parcel, -1));
        return taken;
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
