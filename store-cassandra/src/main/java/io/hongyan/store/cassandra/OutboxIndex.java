package io.hongyan.store.cassandra;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Which entries an outbox has, with their bytes: four bytes of memory for each. Entries stand in segments, which are
/// deleted as a whole when all their entries are settled.
///
/// Guarded by itself.
final class OutboxIndex {
    /// Entries in a segment.
    private static final int SIZE = 8192;

    private final TreeMap<Long, Segment> segments = new TreeMap<>();
    private long next;
    private long written;

    /// The bytes of the entries by their place, 0 = none.
    private static final class Segment {
        private int[] bytes = new int[16];
        private int live;
    }

    /// Rows that are to be deleted.
    sealed interface Change {
        long segment();

        record Whole(long segment) implements Change {}

        record UpTo(long segment, long sequence) implements Change {}

        record One(long segment, long sequence) implements Change {}
    }

    /// Entries that leave.
    record Leaving(List<Change> changes, long messages, long bytes) {}

    /// @param segment where the next entry stands
    OutboxIndex(long segment) {
        next = Math.max(1, segment * SIZE);
    }

    static long segment(long sequence) {
        return sequence / SIZE;
    }

    /// An entry of an earlier run.
    synchronized void found(long sequence, int bytes) {
        set(sequence, bytes);
        written = Math.max(written, sequence);
    }

    private void set(long sequence, int bytes) {
        Segment segment = segments.computeIfAbsent(segment(sequence), _ -> new Segment());
        int place = (int) (sequence % SIZE);
        if (place >= segment.bytes.length) {
            segment.bytes = Arrays.copyOf(segment.bytes, Math.min(SIZE, Math.max(place + 1, 2 * segment.bytes.length)));
        }
        segment.bytes[place] = Math.max(1, bytes);
        segment.live++;
    }

    /// Gives the next entry its place.
    synchronized long place(int bytes) {
        long sequence = next++;
        set(sequence, bytes);
        return sequence;
    }

    /// Whether that place is the first one of its segment.
    static boolean begins(long sequence) {
        return sequence % SIZE == 0;
    }

    /// The lowest segment that may have entries.
    synchronized long firstSegment() {
        return segments.isEmpty() ? segment(next) : segments.firstKey();
    }

    /// The segment of the next entry.
    synchronized long nextSegment() {
        return segment(next);
    }

    synchronized boolean isEmpty() {
        return segments.values().stream().allMatch(segment -> segment.live == 0);
    }

    /// Everything up to that sequence is durable.
    synchronized void written(long sequence) {
        written = Math.max(written, sequence);
    }

    synchronized long written() {
        return written;
    }

    synchronized boolean has(long sequence) {
        return bytes(sequence) > 0;
    }

    private int bytes(long sequence) {
        Segment segment = sequence < 1 ? null : segments.get(segment(sequence));
        int place = (int) (sequence % SIZE);
        return segment == null || place >= segment.bytes.length ? 0 : segment.bytes[place];
    }

    private Segment present(long number) {
        Segment segment = segments.get(number);
        if (segment == null) {
            throw new IllegalStateException("no segment " + number);
        }
        return segment;
    }

    /// The first entry behind a place that is durable; 0 when there is none.
    synchronized long firstAfter(long after) {
        long from = Math.max(0, after) + 1;
        for (Map.Entry<Long, Segment> entry :
                segments.tailMap(segment(from), true).entrySet()) {
            long base = entry.getKey() * SIZE;
            int[] bytes = entry.getValue().bytes;
            for (int place = (int) Math.max(0, from - base); place < bytes.length; place++) {
                if (bytes[place] > 0) {
                    return base + place <= written ? base + place : 0;
                }
            }
        }
        return 0;
    }

    /// The last place of the segment of a place.
    static long end(long sequence) {
        return segment(sequence) * SIZE + SIZE - 1;
    }

    /// Everything up to a sequence leaves, as far as it is durable.
    synchronized Leaving leaveUpTo(long upTo) {
        long limit = Math.min(upTo, written);
        List<Change> changes = new ArrayList<>();
        long messages = 0;
        long bytes = 0;
        for (long number :
                List.copyOf(segments.headMap(segment(Math.max(0, limit)), true).keySet())) {
            Segment segment = present(number);
            long base = number * SIZE;
            int before = segment.live;
            for (int place = 0; place < segment.bytes.length && base + place <= limit; place++) {
                if (segment.bytes[place] > 0) {
                    bytes += segment.bytes[place];
                    segment.bytes[place] = 0;
                    segment.live--;
                }
            }
            messages += before - segment.live;
            if (segment.live == 0 && number < segment(next)) {
                segments.remove(number);
                changes.add(new Change.Whole(number));
            } else if (segment.live < before) {
                changes.add(new Change.UpTo(number, limit));
            }
        }
        return new Leaving(changes, messages, bytes);
    }

    /// Some entries leave, as far as they are durable and there.
    synchronized Leaving leave(long[] sequences) {
        List<Change> changes = new ArrayList<>();
        long messages = 0;
        long bytes = 0;
        for (long sequence : sequences) {
            int its = sequence > written ? 0 : bytes(sequence);
            if (its > 0) {
                long number = segment(sequence);
                Segment segment = present(number);
                segment.bytes[(int) (sequence % SIZE)] = 0;
                segment.live--;
                messages++;
                bytes += its;
                if (segment.live == 0 && number < segment(next)) {
                    segments.remove(number);
                    changes.add(new Change.Whole(number));
                } else {
                    changes.add(new Change.One(number, sequence));
                }
            }
        }
        return new Leaving(changes, messages, bytes);
    }
}
