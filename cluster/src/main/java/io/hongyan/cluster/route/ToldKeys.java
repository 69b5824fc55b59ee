package io.hongyan.cluster.route;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The keys of the filters that this node has subscribers for, each with its group. Filters that have the same key and
/// group are counted, so that the key goes with the last of them.
///
/// Confined to loop 0.
final class ToldKeys {
    static final int NONE = -1;

    private final KeyPlaces places;
    private final @Nullable Segment[] segments = new Segment[KeyPlaces.SEGMENTS];
    private final Map<Twin, Integer> more = new HashMap<>();
    private int size;

    /// @param random of which the secret of the table is made
    ToldKeys(long random) {
        this.places = KeyPlaces.of(random);
    }

    /// A key that several filters of a group have.
    private record Twin(long key, int group) {}

    /// Open addressing; a place with group 0 is free, so that groups are kept with 1 added.
    private static final class Segment {
        long[] keys;
        int[] groups;
        int size;

        Segment(int places) {
            keys = new long[places];
            groups = new int[places];
        }
    }

    /// Who is shown keys.
    interface Visitor {
        void key(long key, int group);
    }

    /// One more filter with that key.
    ///
    /// @return whether it is the first of its group
    boolean add(long key, int group) {
        Segment segment = segmentOf(key);
        if (find(segment, key, group) >= 0) {
            more.merge(new Twin(key, group), 1, Integer::sum);
            return false;
        }
        if (KeyPlaces.isFull(segment.size + 1, segment.keys.length)) {
            grow(segment);
        }
        insert(segment, key, group);
        segment.size++;
        size++;
        return true;
    }

    /// One filter less with that key.
    ///
    /// @return whether it was the last of its group
    boolean remove(long key, int group) {
        Segment segment = segmentOf(key);
        int at = find(segment, key, group);
        if (at < 0) {
            return false;
        }
        if (!more.isEmpty()) {
            Twin twin = new Twin(key, group);
            Integer others = more.get(twin);
            if (others != null) {
                more.computeIfPresent(twin, (same, count) -> count == 1 ? null : count - 1);
                return false;
            }
        }
        close(segment, at);
        segment.size--;
        size--;
        return true;
    }

    boolean contains(long key, int group) {
        return find(segmentOf(key), key, group) >= 0;
    }

    /// A group with a filter of that key, or [#NONE].
    int groupOf(long key) {
        Segment segment = segmentOf(key);
        int at = places.home(key, segment.keys.length);
        while (segment.groups[at] != 0) {
            if (segment.keys[at] == key) {
                return segment.groups[at] - 1;
            }
            at = at + 1 == segment.keys.length ? 0 : at + 1;
        }
        return NONE;
    }

    /// Shows all keys of a segment.
    ///
    /// @param index 0 to 4095; a key never changes its segment
    void forEach(int index, Visitor visitor) {
        Segment segment = segments[index];
        for (int i = 0; segment != null && i < segment.keys.length; i++) {
            if (segment.groups[i] != 0) {
                visitor.key(segment.keys[i], segment.groups[i] - 1);
            }
        }
    }

    /// How many there are.
    int size() {
        return size;
    }

    private Segment segmentOf(long key) {
        int index = places.segment(key);
        Segment segment = segments[index];
        if (segment == null) {
            segment = new Segment(KeyPlaces.places(0));
            segments[index] = segment;
        }
        return segment;
    }

    private int find(Segment segment, long key, int group) {
        int at = places.home(key, segment.keys.length);
        while (segment.groups[at] != 0) {
            if (segment.keys[at] == key && segment.groups[at] == group + 1) {
                return at;
            }
            at = at + 1 == segment.keys.length ? 0 : at + 1;
        }
        return NONE;
    }

    private void insert(Segment segment, long key, int group) {
        int at = places.home(key, segment.keys.length);
        while (segment.groups[at] != 0) {
            at = at + 1 == segment.keys.length ? 0 : at + 1;
        }
        segment.keys[at] = key;
        segment.groups[at] = group + 1;
    }

    private void grow(Segment segment) {
        long[] keys = segment.keys;
        int[] groups = segment.groups;
        int length = KeyPlaces.places(segment.size + 1);
        segment.keys = new long[length];
        segment.groups = new int[length];
        for (int i = 0; i < keys.length; i++) {
            if (groups[i] != 0) {
                insert(segment, keys[i], groups[i] - 1);
            }
        }
    }

    /// Frees a place; what stands behind it and would not be found any more moves forward.
    private void close(Segment segment, int freed) {
        int length = segment.keys.length;
        int hole = freed;
        int at = freed;
        while (true) {
            at = at + 1 == length ? 0 : at + 1;
            if (segment.groups[at] == 0) {
                segment.groups[hole] = 0;
                return;
            }
            int home = places.home(segment.keys[at], length);
            boolean stays = hole <= at ? hole < home && home <= at : hole < home || home <= at;
            if (!stays) {
                segment.keys[hole] = segment.keys[at];
                segment.groups[hole] = segment.groups[at];
                hole = at;
            }
        }
    }
}
