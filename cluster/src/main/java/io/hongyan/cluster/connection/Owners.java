package io.hongyan.cluster.connection;

import io.hongyan.cluster.link.Link;
import org.jspecify.annotations.Nullable;

/// Who owns the virtual shards, as one loop sees it.
///
/// Confined to that loop.
public interface Owners {
    /// Whether this node owns it, and its shard takes clients.
    boolean isHere(int vshard);

    /// The link of this loop to the loop of the owner that has the virtual shard.
    ///
    /// @return null when nobody owns it, or this node does, or the link is down
    @Nullable
    Link link(int vshard);

    /// Where clients reach the node that serves the virtual shard, as MQTT 5.0 writes it.
    ///
    /// @return null when nobody serves it, or clients are not to be sent there
    @Nullable
    String serverReference(int vshard);
}
