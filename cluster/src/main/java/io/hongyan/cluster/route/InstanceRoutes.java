package io.hongyan.cluster.route;

import io.hongyan.codec.topic.Topic;
import io.hongyan.codec.topic.TopicFilter;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// What an instance has besides filters without wildcards: the shapes to look for, and shared subscriptions.
///
/// Loop 0 writes; any thread reads, without locks.
final class InstanceRoutes {
    private final RouteKeys keys;
    private final long seed;
    private final AtomicLong generation = new AtomicLong();

    // Loop 0 only: who told a shape, how many shared subscriptions have one, and by their text.
    private final Map<FilterShape, Set<RouteSource>> tellers = new HashMap<>();
    private final Map<FilterShape, Integer> sharedByShape = new HashMap<>();
    private final Map<String, SharedRoute> byText = new HashMap<>();

    /// By key; several have the same when they have the same filter.
    private final Map<Long, List<SharedRoute>> shared = new ConcurrentHashMap<>();

    private volatile List<FilterShape> shapes = List.of();
    private volatile List<FilterShape> sharedShapes = List.of();

    InstanceRoutes(String instance, RouteKeys keys) {
        this.keys = keys;
        this.seed = RouteKeys.seed(instance);
    }

    /// What its keys begin with. Any thread.
    long seed() {
        return seed;
    }

    /// Any thread.
    long generation() {
        return generation.get();
    }

    /// The shapes of filters with wildcards that any node told. Any thread.
    List<FilterShape> shapes() {
        return shapes;
    }

    /// Something of it has changed, and can be seen.
    void changed() {
        generation.getAndIncrement();
    }

    /// A node has filters of a shape.
    void shape(FilterShape shape, RouteSource source) {
        if (tellers.computeIfAbsent(shape, each -> new HashSet<>()).add(source)) {
            shapes = List.copyOf(tellers.keySet());
        }
    }

    /// A node has no filters of a shape any more.
    void ended(FilterShape shape, RouteSource source) {
        Set<RouteSource> its = tellers.get(shape);
        if (its != null && its.remove(source) && its.isEmpty()) {
            tellers.remove(shape);
            shapes = List.copyOf(tellers.keySet());
        }
    }

    void share(boolean added, TopicFilter filter, RouteSource source, NodeSets sets) {
        SharedRoute before = byText.get(filter.text());
        NodeSet nodes = before == null ? sets.empty() : before.set();
        NodeSet after = added ? sets.with(nodes, source) : sets.without(nodes, source);
        if (!after.equals(nodes)) {
            put(before, after.sources().isEmpty() ? null : with(before, filter, after));
        }
    }

    private static SharedRoute with(@Nullable SharedRoute before, TopicFilter filter, NodeSet nodes) {
        return before == null ? new SharedRoute(filter, nodes) : before.with(nodes);
    }

    private void put(@Nullable SharedRoute before, @Nullable SharedRoute after) {
        SharedRoute either = after == null ? before : after;
        if (either == null) {
            return;
        }
        TopicFilter filter = either.filter();
        FilterShape shape = FilterShape.of(filter);
        long key = keys.key(seed, shape, new LevelHashes().of(filter.utf8()));
        Set<SharedRoute> same = new HashSet<>(shared.getOrDefault(key, List.of()));
        if (before != null) {
            same.remove(before);
        }
        if (after == null) {
            byText.remove(filter.text());
        } else {
            same.add(after);
            byText.put(filter.text(), after);
        }
        if (same.isEmpty()) {
            shared.remove(key);
        } else {
            shared.put(key, List.copyOf(same));
        }
        int change = (after == null ? 0 : 1) - (before == null ? 0 : 1);
        if (change != 0) {
            sharedByShape.merge(shape, change, (all, some) -> all + some == 0 ? null : all + some);
            sharedShapes = List.copyOf(sharedByShape.keySet());
        }
    }

    /// Tells the shared subscriptions that match a topic. Any thread.
    ///
    /// @param levels of the topic
    void forEachShared(Topic topic, LevelHashes levels, Consumer<SharedRoute> action) {
        for (FilterShape shape : sharedShapes) {
            if (shape.isExact() || shape.fits(levels.count(), topic.startsWithDollar())) {
                for (SharedRoute route : shared.getOrDefault(keys.key(seed, shape, levels), List.of())) {
                    if (!route.nodes().isEmpty() && route.filter().matches(topic)) {
                        action.accept(route);
                    }
                }
            }
        }
    }

    /// Drops what is left of sources that are gone.
    void sweep(NodeSets sets) {
        for (FilterShape shape : List.copyOf(tellers.keySet())) {
            Set<RouteSource> its = tellers.getOrDefault(shape, Set.of());
            its.removeIf(source -> source.gone);
            if (its.isEmpty()) {
                tellers.remove(shape);
            }
        }
        shapes = List.copyOf(tellers.keySet());
        for (SharedRoute route : List.copyOf(byText.values())) {
            NodeSet fresh = sets.fresh(route.set());
            if (!fresh.equals(route.set())) {
                put(route, fresh.sources().isEmpty() ? null : route.with(fresh));
            }
        }
    }

    /// How many shared subscriptions it has. Loop 0 only.
    int sharedSize() {
        return byText.size();
    }

    /// Whether nothing is in it. Loop 0 only.
    boolean isEmpty() {
        return tellers.isEmpty() && byText.isEmpty();
    }
}
