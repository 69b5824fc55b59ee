package io.hongyan.cluster.route;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// All combinations of nodes that some key has.
///
/// Confined to loop 0.
final class NodeSets {
    private static final Comparator<RouteSource> BY_NUMBER = Comparator.comparingInt(RouteSource::number);

    private final NodeSet empty = new NodeSet(List.of());
    private final Map<List<RouteSource>, NodeSet> sets = new HashMap<>();
    private int sources;

    int nextNumber() {
        return sources++;
    }

    NodeSet empty() {
        return empty;
    }

    /// The set with a source, without those that are gone.
    NodeSet with(NodeSet set, RouteSource source) {
        NodeSet known = set.isStale() ? null : set.extended().get(source);
        if (known != null) {
            return known;
        }
        if (!set.isStale() && set.sources().contains(source)) {
            return set;
        }
        NodeSet extended = of(Stream.concat(set.sources().stream(), Stream.of(source)));
        if (!set.isStale()) {
            set.extended().put(source, extended);
        }
        return extended;
    }

    /// The set without a source, and without those that are gone.
    NodeSet without(NodeSet set, RouteSource source) {
        return of(set.sources().stream().filter(each -> each != source));
    }

    /// The same set without sources that are gone.
    NodeSet fresh(NodeSet set) {
        return set.isStale() ? of(set.sources().stream()) : set;
    }

    private NodeSet of(Stream<RouteSource> all) {
        List<RouteSource> sorted =
                all.filter(each -> !each.gone).distinct().sorted(BY_NUMBER).toList();
        return sorted.isEmpty() ? empty : sets.computeIfAbsent(sorted, NodeSet::new);
    }

    /// A source is gone: from now on no set has it among its live nodes.
    void drop(RouteSource source) {
        source.gone = true;
        sets.values().forEach(set -> set.drop(source));
    }

    /// Forgets the sets that nobody has any more, because [#fresh] took their place everywhere.
    void forgetStale() {
        sets.values().removeIf(NodeSet::isStale);
        empty.extended().keySet().removeIf(source -> source.gone);
        sets.values().forEach(set -> set.extended().keySet().removeIf(source -> source.gone));
    }

    int size() {
        return sets.size();
    }
}
