package io.hongyan.cluster.deliver;

import io.hongyan.cluster.peer.NodeId;

/// Hears of messages that a node did not confirm before it was gone. They are held, and their publishers wait, until
/// they are given to those who have taken over its virtual shards. Called on the shard that holds them.
public interface Undelivered {
    /// @param node that is no member any more
    /// @param messages how many of QoS 1 and 2 are held now because of it
    /// @param bytes what they count with
    void held(NodeId node, int messages, long bytes);
}
