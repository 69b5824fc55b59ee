package io.hongyan.cluster.route;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/// Keys, each with the nodes that told it: 12 bytes a place (with references of 4 bytes), half to three quarters of
/// which are taken.
///
/// Loop 0 writes; any thread reads, without locks. A key stays in its place as long as its segment is the same, and a
/// segment that becomes full is replaced; so a reader meets a key with its old nodes or its new ones. A key without
/// nodes goes when its segment is replaced.
final class KeyRoutes {
    private static final VarHandle SETS = MethodHandles.arrayElementVarHandle(NodeSet[].class);

    private final KeyPlaces places;
    private final NodeSets sets;
    private final AtomicReferenceArray<@Nullable Segment> segments = new AtomicReferenceArray<>(KeyPlaces.SEGMENTS);
    private volatile int size;

    KeyRoutes(KeyPlaces places, NodeSets sets) {
        this.places = places;
        this.sets = sets;
    }

    private static final class Segment {
        final long[] keys;
        final @Nullable NodeSet[] nodes;
        int taken; // loop 0 only

        Segment(int places) {
            keys = new long[places];
            nodes = new NodeSet[places];
        }

        @Nullable
        NodeSet nodes(int at) {
            return (NodeSet) SETS.getAcquire(nodes, at);
        }

        void nodes(int at, NodeSet set) {
            SETS.setRelease(nodes, at, set);
        }
    }

    /// The nodes that told a key; null for nobody. Any thread.
    @Nullable
    NodeSet find(long key) {
        Segment segment = segments.getAcquire(places.segment(key));
        return segment == null ? null : segment.nodes(place(segment, key));
    }

    /// Where the key stands, or would stand.
    private int place(Segment segment, long key) {
        int at = places.home(key, segment.keys.length);
        while (segment.nodes(at) != null && segment.keys[at] != key) {
            at = at + 1 == segment.keys.length ? 0 : at + 1;
        }
        return at;
    }

    void add(long key, RouteSource source) {
        int index = places.segment(key);
        Segment segment = segments.getPlain(index);
        if (segment == null) {
            segment = new Segment(KeyPlaces.places(0));
            segments.setRelease(index, segment);
        }
        int at = place(segment, key);
        NodeSet before = segment.nodes(at);
        if (before == null && KeyPlaces.isFull(segment.taken + 1, segment.keys.length)) {
            segment = renew(index, segment);
            at = place(segment, key);
        }
        if (before == null) {
            segment.keys[at] = key;
            segment.taken++;
        }
        set(segment, at, before, sets.with(before == null ? sets.empty() : before, source));
    }

    void remove(long key, RouteSource source) {
        Segment segment = segments.getPlain(places.segment(key));
        if (segment == null) {
            return;
        }
        int at = place(segment, key);
        NodeSet before = segment.nodes(at);
        if (before != null) {
            set(segment, at, before, sets.without(before, source));
        }
    }

    @SuppressWarnings({"NonAtomicVolatileUpdate", "ReferenceEquality"}) // loop 0 alone writes; a set is one object
    private void set(Segment segment, int at, @Nullable NodeSet before, NodeSet after) {
        if (before != after) {
            segment.nodes(at, after);
            size += (after == sets.empty() ? 0 : 1) - (before == null || before == sets.empty() ? 0 : 1);
        }
    }

    /// A segment with the same keys and more room, without the keys that have no nodes.
    private Segment renew(int index, Segment old) {
        int living = 0;
        for (NodeSet set : old.nodes) {
            living += set == null || sets.fresh(set).sources().isEmpty() ? 0 : 1;
        }
        Segment renewed = new Segment(KeyPlaces.places(living + 1));
        for (int i = 0; i < old.keys.length; i++) {
            NodeSet set = old.nodes[i];
            if (set != null) {
                NodeSet fresh = sets.fresh(set);
                if (fresh.sources().isEmpty()) {
                    count(set, fresh);
                } else {
                    int at = place(renewed, old.keys[i]);
                    renewed.keys[at] = old.keys[i];
                    renewed.nodes[at] = fresh;
                    renewed.taken++;
                }
            }
        }
        segments.setRelease(index, renewed);
        return renewed;
    }

    @SuppressWarnings({"NonAtomicVolatileUpdate", "ReferenceEquality"})
    private void count(NodeSet before, NodeSet after) {
        size += (after == sets.empty() ? 0 : 1) - (before == sets.empty() ? 0 : 1);
    }

    /// Drops what is left of sources that are gone from a segment.
    void sweep(int index) {
        Segment segment = segments.getPlain(index);
        if (segment == null) {
            return;
        }
        int living = 0;
        for (int i = 0; i < segment.keys.length; i++) {
            NodeSet set = segment.nodes[i];
            if (set != null) {
                set(segment, i, set, sets.fresh(set));
                living += sets.fresh(set).sources().isEmpty() ? 0 : 1;
            }
        }
        if (living * 2 < segment.taken) {
            renew(index, segment);
        }
    }

    /// How many keys have nodes; those of a node that was dropped count until they are swept. Any thread.
    int size() {
        return size;
    }
}
