package io.hongyan.cluster.route;

import io.hongyan.cluster.peer.NodeId;
import io.hongyan.cluster.peer.NodeLink;
import org.jspecify.annotations.Nullable;

/// How far another node has been told.
///
/// Confined to loop 0.
final class ToldNode {
    final NodeId node;

    /// The link to it; null while there is none, and until the node has said what it has.
    @Nullable
    NodeLink link;

    /// The number of the last change that was sent.
    long sent;

    /// The number of the last change that it has, with all before.
    long known;

    /// Whether it was told over this link that it has all.
    boolean upToDate;

    /// How far it has got in a snapshot; null when it needs none.
    ToldFilters.@Nullable Cursor snapshot;

    ToldNode(NodeId node) {
        this.node = node;
    }
}
