package io.hongyan.cluster.route;

import io.hongyan.cluster.peer.NodeId;
import java.util.IdentityHashMap;
import java.util.List;

/// Who told one and the same key. There is one object for each combination, which all keys that have it share: so a key
/// costs a reference, and all of them forget a node with one write to each set.
///
/// Loop 0 writes; any thread reads the live nodes.
final class NodeSet {
    private final List<RouteSource> sources;

    /// Loop 0 only.
    private final IdentityHashMap<RouteSource, NodeSet> extended = new IdentityHashMap<>();

    private volatile List<NodeId> live;
    private boolean stale; // loop 0 only

    /// @param sources by their numbers
    NodeSet(List<RouteSource> sources) {
        this.sources = sources;
        this.live = nodes(sources);
    }

    private static List<NodeId> nodes(List<RouteSource> sources) {
        return sources.stream()
                .filter(source -> !source.gone)
                .map(RouteSource::node)
                .distinct()
                .toList();
    }

    /// The nodes that are there. Any thread.
    List<NodeId> live() {
        return live;
    }

    List<RouteSource> sources() {
        return sources;
    }

    /// What this set is with one more source, as far as it was asked for.
    IdentityHashMap<RouteSource, NodeSet> extended() {
        return extended;
    }

    /// Whether one of its sources is gone.
    boolean isStale() {
        return stale;
    }

    /// A source is gone.
    void drop(RouteSource source) {
        if (sources.contains(source)) {
            stale = true;
            live = nodes(sources);
        }
    }
}
