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

    /// Whether this process may write of a virtual shard that it has claimed here. Asked before each write, and again
    /// when it has been written, before anybody is told so: a process that stood still must not acknowledge what
    /// arrived when another one had read already. Any thread; must be quick.
    default boolean mayWrite(int vshard) {
        return true;
    }
}
