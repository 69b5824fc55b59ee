package io.hongyan.broker.node;

import io.hongyan.codec.topic.TopicFilter;
import java.util.List;

/// The cluster that a broker belongs to.
public interface Cluster {
    /// Of a broker alone.
    @SuppressWarnings("ClassInitializationDeadlock") // nobody sees Alone but through this field
    Cluster NONE = new Alone();

    /// Whether there is no cluster: then the broker owns all virtual shards from its start on.
    default boolean isAlone() {
        return false;
    }

    /// What a shard asks.
    ///
    /// @param index of the shard, from 0
    OtherNodes shard(int index);

    /// The shards are ready: from now on the cluster may have them take virtual shards over.
    ///
    /// @param shards in their order
    void start(List<? extends LocalShard> shards);

    /// An instance has its first subscriber by a filter on this node. Called by any shard, for one instance by one at a
    /// time and in the order of the changes; must be short, and must not call the broker.
    void filterAdded(String instance, TopicFilter filter);

    /// An instance has lost its last subscriber by a filter on this node. As [#filterAdded].
    void filterRemoved(String instance, TopicFilter filter);
}
