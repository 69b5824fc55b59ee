package io.hongyan.broker.subscription;

import java.util.concurrent.atomic.AtomicLongArray;

/// Counters that tell whether the result for a topic may have changed, so that a cached one need not be thrown away for
/// each change anywhere. A filter belongs to one counter:
///
/// - the one for all topics, when its first level is a wildcard;
/// - one of its first level, when it has no second level or that is a wildcard;
/// - one of its first two levels otherwise.
///
/// A topic's generation is the sum of its three counters. They only grow, so that the sum is equal only when all three
/// are. TopicLevels share counters by their hash: a change then makes some other topic's result be computed again, no
/// more.
final class TrieGenerations {
    private static final int PAIRS = 8192;
    private static final int FIRSTS = 512;
    private static final int NO_PAIR = PAIRS;
    private static final int FIRST = NO_PAIR + 1;
    private static final int ALL = FIRST + FIRSTS;
    private static final int PLACE_BITS = 16;

    private final AtomicLongArray counters = new AtomicLongArray(ALL + 1);

    /// Where a topic's counters are: the same for ever.
    static int place(byte[] topic) {
        int end = TopicLevels.end(topic, 0);
        int first = TopicLevels.hash(topic, 0, end);
        int pair = end == topic.length ? NO_PAIR : pair(first, topic, end + 1);
        return (FIRST + (first & FIRSTS - 1)) << PLACE_BITS | pair;
    }

    private static int pair(int first, byte[] utf8, int from) {
        return (Integer.rotateLeft(first, 15) ^ TopicLevels.hash(utf8, from, TopicLevels.end(utf8, from))) & PAIRS - 1;
    }

    long at(int place) {
        return counters.get(ALL) + counters.get(place >>> PLACE_BITS) + counters.get(place & (1 << PLACE_BITS) - 1);
    }

    /// To be called after a change under that filter has been published, or a reader could keep the old result under
    /// the new generation.
    void changed(byte[] filter) {
        counters.getAndIncrement(counter(filter));
    }

    private static int counter(byte[] filter) {
        if (TopicLevels.isPlus(filter, 0) || TopicLevels.isHash(filter, 0)) {
            return ALL;
        }
        int end = TopicLevels.end(filter, 0);
        int first = TopicLevels.hash(filter, 0, end);
        int second = end + 1;
        boolean one = end == filter.length || TopicLevels.isPlus(filter, second) || TopicLevels.isHash(filter, second);
        return one ? FIRST + (first & FIRSTS - 1) : pair(first, filter, second);
    }
}
