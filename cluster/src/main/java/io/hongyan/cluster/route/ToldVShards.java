package io.hongyan.cluster.route;

import io.hongyan.broker.store.VShard;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/// The virtual shards that this node serves, as other nodes are told of them.
///
/// Confined to loop 0.
final class ToldVShards {
    private final ServedVShards served;
    private final long[] epochs = new long[VShard.COUNT];

    // Since the last batch.
    private final Set<Integer> ended = new LinkedHashSet<>();
    private final Map<Integer, Long> begun = new LinkedHashMap<>();

    ToldVShards(ServedVShards served) {
        this.served = served;
    }

    void apply(ServedChange change) {
        int vshard = change.vshard();
        epochs[vshard] = change.epoch();
        if (change.epoch() == 0) {
            ended.add(vshard);
            begun.remove(vshard);
        } else {
            begun.put(vshard, change.epoch());
        }
    }

    /// Before the filters: whoever looks for subscribers must not miss those that go with them.
    void writeEnded(RouteParts out) {
        if (!ended.isEmpty()) {
            out.ended(ended);
        }
    }

    /// Behind the filters.
    void writeBegun(RouteParts out) {
        if (!begun.isEmpty()) {
            out.begun(begun);
        }
    }

    /// The batch is complete.
    ///
    /// @param number of its last change
    void told(long number) {
        ended.forEach(vshard -> served.endTold(vshard, number));
        ended.clear();
        begun.clear();
    }

    /// All of them.
    void writeAll(RouteParts out) {
        Map<Integer, Long> all = new LinkedHashMap<>();
        for (int vshard = 0; vshard < VShard.COUNT; vshard++) {
            if (epochs[vshard] != 0) {
                all.put(vshard, epochs[vshard]);
            }
        }
        out.only(all);
    }
}
