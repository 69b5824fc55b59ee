package io.hongyan.broker.retained;

import io.hongyan.broker.store.VShard;
import java.util.BitSet;
import java.util.concurrent.atomic.AtomicLongArray;

/// The virtual shards whose retained messages a node of a cluster has in memory. Each is changed by its shard; any
/// thread may ask.
public final class HeldVShards {
    private final AtomicLongArray words = new AtomicLongArray(VShard.COUNT / Long.SIZE);

    public void add(int vshard) {
        words.accumulateAndGet(vshard / Long.SIZE, 1L << vshard, (word, bit) -> word | bit);
    }

    public void remove(int vshard) {
        words.accumulateAndGet(vshard / Long.SIZE, 1L << vshard, (word, bit) -> word & ~bit);
    }

    public boolean has(int vshard) {
        return (words.get(vshard / Long.SIZE) >>> vshard & 1) != 0;
    }

    /// All of them, as of now.
    public BitSet all() {
        long[] copy = new long[words.length()];
        for (int i = 0; i < copy.length; i++) {
            copy[i] = words.get(i);
        }
        return BitSet.valueOf(copy);
    }
}
