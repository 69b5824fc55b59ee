package io.hongyan.cluster.deliver;

import io.hongyan.cluster.peer.NodeId;
import org.jspecify.annotations.Nullable;

/// Which node serves a virtual shard, as far as this node has heard. Any thread may ask.
public interface Owners {
    /// This node.
    NodeId self();

    /// The server, this node among them while it [may answer][#mayAnswer]; null while there is none.
    ///
    /// @param vshard 0 to 4095
    @Nullable
    NodeId owner(int vshard);

    /// Whether this node is sure at this moment that nobody else serves what it serves: only then may it confirm.
    boolean mayAnswer();
}
