package io.hongyan.cluster.deliver;

import io.hongyan.cluster.peer.NodeId;
import org.jspecify.annotations.Nullable;

/// Which node owns a virtual shard, as far as this node has heard. Any thread may ask.
public interface Owners {
    /// This node.
    NodeId self();

    /// The owner, this node among them; null while there is none.
    ///
    /// @param vshard 0 to 4095
    @Nullable
    NodeId owner(int vshard);
}
