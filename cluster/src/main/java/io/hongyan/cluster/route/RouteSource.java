package io.hongyan.cluster.route;

import io.hongyan.cluster.peer.NodeId;

/// What a node told since its first batch or since the first page of a snapshot. While a snapshot comes there are two
/// of one node: the one that is known, and the one that takes its place.
///
/// Confined to loop 0, but for the node.
final class RouteSource {
    private final NodeId node;
    private final int number;

    /// Nothing of it counts any more.
    boolean gone;

    /// @param number orders the sources of a table
    RouteSource(NodeId node, int number) {
        this.node = node;
        this.number = number;
    }

    NodeId node() {
        return node;
    }

    int number() {
        return number;
    }
}
