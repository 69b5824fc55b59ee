package io.hongyan.cluster.route;

import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;

/// Counters that tell whether the nodes for a topic may have changed: one for each few of the keys of filters without
/// wildcards, one for the other filters of an instance, and one for all. A topic's generation is the sum of its three,
/// which only grow. Each is counted up after the change can be seen.
///
/// Loop 0 writes; any thread reads.
final class RouteGenerations {
    private static final int EXACT = 1 << 14;

    private final AtomicIntegerArray exact = new AtomicIntegerArray(EXACT);
    private final AtomicLong all = new AtomicLong();

    long of(long exactKey, long instance) {
        return all.get() + instance + exact.get(place(exactKey));
    }

    void exactChanged(long key) {
        exact.getAndIncrement(place(key));
    }

    void allChanged() {
        all.getAndIncrement();
    }

    private static int place(long key) {
        return (int) (key ^ key >>> 32) & EXACT - 1;
    }
}
