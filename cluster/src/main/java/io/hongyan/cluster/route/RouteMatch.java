package io.hongyan.cluster.route;

import io.hongyan.cluster.peer.NodeId;
import java.util.List;

/// Who gets a message of one topic, besides this node.
///
/// @param nodes those with subscribers of their own; perhaps one that has none after all
/// @param shared the shared subscriptions with members on other nodes
public record RouteMatch(List<NodeId> nodes, List<SharedRoute> shared) {
    /// Nobody.
    static final RouteMatch NONE = new RouteMatch(List.of(), List.of());

    public boolean isEmpty() {
        return nodes.isEmpty() && shared.isEmpty();
    }
}
