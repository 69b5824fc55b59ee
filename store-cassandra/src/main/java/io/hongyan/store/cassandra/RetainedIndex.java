package io.hongyan.store.cassandra;

import io.hongyan.broker.store.VShard;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;

/// In which virtual shards an instance may have retained messages, of those that this node has written or read. So the
/// deletion of an instance leaves a tombstone where there is something, and not in each of them.
///
/// Any thread.
final class RetainedIndex {
    private final Map<String, BitSet> vshards = new HashMap<>();

    /// An instance has a retained message there.
    synchronized void add(String instance, int vshard) {
        vshards.computeIfAbsent(instance, _ -> new BitSet(VShard.COUNT)).set(vshard);
    }

    /// The instance is deleted.
    ///
    /// @return where it may have something
    synchronized BitSet remove(String instance) {
        BitSet its = vshards.remove(instance);
        return its == null ? new BitSet() : its;
    }
}
