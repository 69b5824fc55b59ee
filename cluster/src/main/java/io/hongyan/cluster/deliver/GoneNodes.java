package io.hongyan.cluster.deliver;

import io.hongyan.cluster.peer.NodeId;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The latest start of each node that is no member any more.
///
/// Confined to its shard.
final class GoneNodes {
    private final Map<String, Gone> byName = new HashMap<>();

    private record Gone(long incarnation, BitSet had) {}

    /// @param had the virtual shards that it ever served
    void add(NodeId node, BitSet had) {
        Gone before = byName.get(node.name());
        if (before == null || before.incarnation < node.incarnation()) {
            byName.put(node.name(), new Gone(node.incarnation(), had));
        }
    }

    /// It is a member again, or another start of it is.
    void back(NodeId node) {
        if (had(node) != null) {
            byName.remove(node.name());
        }
    }

    /// What it had served; null when it is not gone.
    @Nullable
    BitSet had(NodeId node) {
        Gone its = byName.get(node.name());
        return its == null || node.incarnation() > its.incarnation ? null : its.had;
    }
}
