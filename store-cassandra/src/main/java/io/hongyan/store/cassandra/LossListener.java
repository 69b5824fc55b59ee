package io.hongyan.store.cassandra;

/// Hears that virtual shards were lost. Called on a thread of the store; must be short.
@FunctionalInterface
public interface LossListener {
    /// Somebody else has claimed a virtual shard that was held. Nothing of it is written from now on, and what was
    /// asked for and not yet acknowledged is given up.
    ///
    /// @param vshard 0 to 4095
    /// @param node of the new owner
    /// @param epoch of the new owner
    void lost(int vshard, String node, long epoch);
}
