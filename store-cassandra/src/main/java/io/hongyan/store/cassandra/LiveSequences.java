package io.hongyan.store.cassandra;

import java.util.Map;
import java.util.TreeMap;

/// The sequences of the entries that an inbox has, as ranges: an absent client's messages are one range, however many
/// they are.
///
/// Confined to the writer's thread.
final class LiveSequences {
    /// First -> last of each range. Ranges do not touch.
    private final TreeMap<Long, Long> ranges = new TreeMap<>();

    boolean isEmpty() {
        return ranges.isEmpty();
    }

    /// The lowest; only allowed while there is one.
    long first() {
        return ranges.firstKey();
    }

    boolean contains(long sequence) {
        Map.Entry<Long, Long> range = ranges.floorEntry(sequence);
        return range != null && sequence <= range.getValue();
    }

    void add(long sequence) {
        Map.Entry<Long, Long> before = ranges.floorEntry(sequence);
        if (before != null && sequence <= before.getValue()) {
            return;
        }
        long first = before != null && before.getValue() == sequence - 1 ? before.getKey() : sequence;
        Long joined = ranges.remove(sequence + 1);
        ranges.put(first, joined == null ? sequence : joined);
    }

    /// @return whether it was there
    boolean remove(long sequence) {
        Map.Entry<Long, Long> range = ranges.floorEntry(sequence);
        if (range == null || sequence > range.getValue()) {
            return false;
        }
        long first = range.getKey();
        long last = range.getValue();
        ranges.remove(first);
        if (first < sequence) {
            ranges.put(first, sequence - 1);
        }
        if (sequence < last) {
            ranges.put(sequence + 1, last);
        }
        return true;
    }
}
