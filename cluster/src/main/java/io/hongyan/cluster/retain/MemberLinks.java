package io.hongyan.cluster.retain;

import io.hongyan.cluster.peer.NodeId;
import io.hongyan.cluster.peer.NodeLink;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The other members, and the links of this loop that it has opened to them.
///
/// Confined to its shard.
final class MemberLinks {
    private final Map<NodeId, Integer> loops = new HashMap<>();
    private final Map<NodeId, Map<Integer, NodeLink>> links = new HashMap<>();

    void joined(NodeId node, int itsLoops) {
        loops.put(node, itsLoops);
    }

    void left(NodeId node) {
        loops.remove(node);
    }

    boolean isMember(NodeId node) {
        return loops.containsKey(node);
    }

    void opened(NodeLink link) {
        links.computeIfAbsent(link.node(), _ -> new HashMap<>()).put(link.loop(), link);
    }

    void closed(NodeLink link) {
        Map<Integer, NodeLink> its = links.get(link.node());
        if (its != null && its.remove(link.loop(), link) && its.isEmpty()) {
            links.remove(link.node());
        }
    }

    /// The link to a member's loop that a number falls on.
    ///
    /// @return null while there is none
    @Nullable
    NodeLink to(NodeId node, int number) {
        Integer count = loops.get(node);
        Map<Integer, NodeLink> its = links.get(node);
        return count == null || its == null ? null : its.get(number % count);
    }
}
