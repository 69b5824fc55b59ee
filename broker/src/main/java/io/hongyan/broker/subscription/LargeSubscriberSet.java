package io.hongyan.broker.subscription;

import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Many routes of one filter, in a tree for each shard. A change copies a few branches of one tree; the flat arrays
/// that a result hands out are made when a message first needs them, for the shards that changed only, and kept: the
/// message that pays for one is delivered to all of them anyhow.
final class LargeSubscriberSet implements SubscriberSet {
    private static final int TURNS_INTO_FEW = 8;

    private static final HashTree.Keys<Route> KEYS = new HashTree.Keys<>() {
        @Override
        public int hash(Route route) {
            return LargeSubscriberSet.hash(route.receiver());
        }

        @Override
        public int compare(Route route, Route other) {
            return 0;
        }
    };

    private final Part[] parts;
    private final int size;
    private @Nullable MatchResult matches; // set once to equal values, so that a race does no harm

    private LargeSubscriberSet(Part[] parts, int size) {
        this.parts = parts;
        this.size = size;
    }

    /// The routes of one shard.
    private static final class Part {
        static final Part EMPTY = new Part(null, 0);

        final @Nullable Object tree;
        final int size;
        volatile Route @Nullable [] flat;

        Part(@Nullable Object tree, int size) {
            this.tree = tree;
            this.size = size;
        }

        Route[] flat() {
            Route[] known = flat;
            if (known == null) {
                Route[] routes = new Route[size];
                int[] count = new int[1];
                HashTree.<Route>forEach(tree, route -> routes[count[0]++] = route);
                known = routes;
                flat = routes;
            }
            return known;
        }
    }

    static LargeSubscriberSet of(Route[] routes, int shards) {
        Part[] parts = new Part[shards];
        Arrays.fill(parts, Part.EMPTY);
        for (Route route : routes) {
            Part part = parts[route.shard()];
            parts[route.shard()] = new Part(HashTree.put(part.tree, KEYS, route, null), part.size + 1);
        }
        return new LargeSubscriberSet(parts, routes.length);
    }

    int size() {
        return size;
    }

    @Nullable
    Route find(Receiver receiver) {
        return find(parts[receiver.shard()], receiver);
    }

    private static @Nullable Route find(Part part, Receiver receiver) {
        Object found = HashTree.seek(part.tree, hash(receiver));
        if (found instanceof HashTree.Bucket(Object[] elements)) {
            for (Object element : elements) {
                if (((Route) element).leadsTo(receiver)) {
                    return (Route) element;
                }
            }
            return null;
        }
        return found instanceof Route route && route.leadsTo(receiver) ? route : null;
    }

    LargeSubscriberSet with(Route route) {
        Part part = parts[route.shard()];
        Route existing = find(part, route.receiver());
        int more = existing == null ? 1 : 0;
        Part[] changed = parts.clone();
        changed[route.shard()] = new Part(HashTree.put(part.tree, KEYS, route, existing), part.size + more);
        return new LargeSubscriberSet(changed, size + more);
    }

    /// Without the route of a receiver that has one.
    SubscriberSet without(Receiver receiver) {
        Part part = parts[receiver.shard()];
        Route existing = find(part, receiver);
        if (existing == null || part.tree == null) {
            return this;
        }
        Part[] changed = parts.clone();
        changed[receiver.shard()] = new Part(HashTree.remove(part.tree, hash(receiver), existing), part.size - 1);
        LargeSubscriberSet rest = new LargeSubscriberSet(changed, size - 1);
        if (rest.size > TURNS_INTO_FEW) {
            return rest;
        }
        Route[] few = new Route[rest.size];
        int[] count = new int[1];
        rest.forEach(route -> few[count[0]++] = route);
        return new Few(few);
    }

    void forEach(Consumer<Route> action) {
        for (Part part : parts) {
            HashTree.forEach(part.tree, action);
        }
    }

    /// The routes of one shard. Shared; nobody may change it.
    Route[] of(int shard) {
        return parts[shard].flat();
    }

    MatchResult matches() {
        MatchResult known = matches;
        if (known == null) {
            Target[][] byShard = new Target[parts.length][];
            for (int shard = 0; shard < parts.length; shard++) {
                byShard[shard] = parts[shard].flat();
            }
            known = MatchResult.ofShards(size, byShard, MatchResult.NONE.groups());
            matches = known;
        }
        return known;
    }

    private static int hash(Receiver receiver) {
        int hash = System.identityHashCode(receiver) * 0x9e37_79b9;
        return hash ^ hash >>> 16;
    }
}
