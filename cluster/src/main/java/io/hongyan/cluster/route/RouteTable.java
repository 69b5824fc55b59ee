package io.hongyan.cluster.route;

import io.hongyan.cluster.peer.NodeId;
import io.hongyan.codec.topic.Topic;
import io.hongyan.codec.topic.TopicFilter;
import io.hongyan.transport.Loop;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// What other nodes told of their filters. A filter without shared subscription is its [key][RouteKeys] and the nodes
/// that told it; a topic is looked up by its own key and by one for each [shape][FilterShape] of filters with wildcards
/// that its instance has. So a filter with wildcards costs no more memory than one without.
///
/// Loop 0 writes; any thread reads, without locks, what was published last.
final class RouteTable {
    private static final int SEGMENTS_A_TURN = 16;

    private final Loop loop;
    private final RouteKeys keys;
    private final ServedVShards served;
    private final NodeSets sets = new NodeSets();
    private final KeyRoutes routes;
    private final RouteGenerations generations = new RouteGenerations();
    private final Map<String, InstanceRoutes> instances = new ConcurrentHashMap<>();

    // Loop 0 only.
    private int sweptSegments = KeyPlaces.SEGMENTS;
    private final List<String> unsweptInstances = new ArrayList<>();
    private boolean sweeping;

    RouteTable(Loop loop, RouteKeys keys, ServedVShards served, RandomGenerator random) {
        this.loop = loop;
        this.served = served;
        this.keys = keys;
        this.routes = new KeyRoutes(KeyPlaces.of(random.nextLong()), sets);
    }

    /// What a node tells from now on, until [#drop].
    RouteSource source(NodeId node) {
        return new RouteSource(node, sets.nextNumber());
    }

    /// Takes parts of a frame in.
    RouteParts.Reader reader(RouteSource source) {
        return new Writing(source);
    }

    /// Forgets what a node told, in one step: whoever looks afterwards does not find it.
    void drop(RouteSource source) {
        sets.drop(source);
        generations.allChanged();
        sweptSegments = 0;
        unsweptInstances.clear();
        unsweptInstances.addAll(instances.keySet());
        if (!sweeping) {
            sweeping = true;
            loop.nextTurn(this::sweep);
        }
    }

    /// Gives the memory of what was dropped back, a little in each turn.
    private void sweep() {
        for (int i = 0; i < SEGMENTS_A_TURN && sweptSegments < KeyPlaces.SEGMENTS; i++) {
            routes.sweep(sweptSegments++);
        }
        if (!unsweptInstances.isEmpty()) {
            String name = unsweptInstances.removeLast();
            InstanceRoutes instance = instances.get(name);
            if (instance != null) {
                instance.sweep(sets);
                dropEmpty(name, instance);
            }
        }
        sweeping = sweptSegments < KeyPlaces.SEGMENTS || !unsweptInstances.isEmpty();
        if (sweeping) {
            loop.nextTurn(this::sweep);
        } else {
            sets.forgetStale();
        }
    }

    private void dropEmpty(String name, InstanceRoutes instance) {
        if (instance.isEmpty()) {
            instances.remove(name);
            generations.allChanged();
        }
    }

    /// A number that changes, after the change itself, whenever the match of a topic may have changed. Any thread.
    ///
    /// @param instance as it was at the match; null when there was none
    long generation(long exactKey, @Nullable InstanceRoutes instance) {
        return generations.of(exactKey, instance == null ? 0 : instance.generation());
    }

    /// Any thread; null when no node has any filter with wildcards or shared subscription there.
    @Nullable
    InstanceRoutes instance(String name) {
        return instances.get(name);
    }

    /// The key of a topic. Any thread.
    ///
    /// @param levels of the topic
    long exactKey(String instance, @Nullable InstanceRoutes routes, LevelHashes levels) {
        long seed = routes == null ? RouteKeys.seed(instance) : routes.seed();
        return keys.key(seed, FilterShape.EXACT, levels);
    }

    /// Who gets a message. Any thread.
    ///
    /// @param exactKey of the topic
    /// @param levels of the topic
    RouteMatch match(Topic topic, long exactKey, LevelHashes levels, @Nullable InstanceRoutes instance) {
        List<NodeId> nodes = live(exactKey);
        if (instance == null) {
            return nodes.isEmpty() ? RouteMatch.NONE : new RouteMatch(nodes, List.of());
        }
        Set<NodeId> merged = null;
        for (FilterShape shape : instance.shapes()) {
            if (shape.fits(levels.count(), topic.startsWithDollar())) {
                List<NodeId> more = live(keys.key(instance.seed(), shape, levels));
                if (nodes.isEmpty()) {
                    nodes = more;
                } else if (!more.isEmpty() && !more.equals(nodes)) {
                    merged = merged == null ? new LinkedHashSet<>(nodes) : merged;
                    merged.addAll(more);
                }
            }
        }
        List<SharedRoute> shared = new ArrayList<>(0);
        instance.forEachShared(topic, levels, shared::add);
        List<NodeId> all = merged == null ? nodes : List.copyOf(merged);
        return all.isEmpty() && shared.isEmpty() ? RouteMatch.NONE : new RouteMatch(all, List.copyOf(shared));
    }

    private List<NodeId> live(long key) {
        NodeSet set = routes.find(key);
        return set == null ? List.of() : set.live();
    }

    /// How many keys other nodes told. Any thread.
    int size() {
        return routes.size();
    }

    /// Writes what one frame says.
    private final class Writing implements RouteParts.Reader {
        private final RouteSource source;
        private @Nullable InstanceRoutes current;

        Writing(RouteSource source) {
            this.source = source;
        }

        @Override
        public void exact(boolean added, long key) {
            write(added, key);
            generations.exactChanged(key);
        }

        @Override
        public void shape(String instance, FilterShape shape) {
            current = routesOf(instance);
            current.shape(shape, source);
        }

        @Override
        public void wild(boolean added, long key) {
            write(added, key);
        }

        @Override
        public void shapeRead() {
            if (current != null) {
                current.changed();
            }
        }

        @Override
        public void shared(boolean added, String instance, TopicFilter filter) {
            InstanceRoutes its = routesOf(instance);
            its.share(added, filter, source, sets);
            its.changed();
        }

        @Override
        public void ended(String instance, FilterShape shape) {
            InstanceRoutes its = instances.get(instance);
            if (its != null) {
                its.ended(shape, source);
                dropEmpty(instance, its);
            }
        }

        @Override
        public void ended(int vshard) {
            served.ended(source.node(), vshard);
        }

        @Override
        public void begun(int vshard, long epoch) {
            served.begun(source.node(), vshard, epoch);
        }

        @Override
        public void only(Map<Integer, Long> epochs) {
            served.only(source.node(), epochs);
        }

        private void write(boolean added, long key) {
            if (added) {
                routes.add(key, source);
            } else {
                routes.remove(key, source);
            }
        }

        private InstanceRoutes routesOf(String name) {
            InstanceRoutes known = instances.get(name);
            if (known == null) {
                known = new InstanceRoutes(name, keys);
                instances.put(name, known);
                generations.allChanged();
            }
            return known;
        }
    }
}
