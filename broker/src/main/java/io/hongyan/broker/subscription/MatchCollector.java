package io.hongyan.broker.subscription;

import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The audiences that one topic met, and the result made of them. One audience alone is the ordinary case and is taken
/// as it is; several are merged by receiver. A crowd is never taken apart for a few others: its arrays are copied as a
/// whole, and looked through only in a shard where a receiver is met twice.
final class MatchCollector {
    private static final int FEW = 32;

    private @Nullable SubscriberSet[] audiences = new SubscriberSet[1];
    private int count;

    void add(@Nullable SubscriberSet audience) {
        if (audience == null) {
            return;
        }
        if (count == audiences.length) {
            audiences = Arrays.copyOf(audiences, count * 4);
        }
        audiences[count++] = audience;
    }

    MatchResult matches(int shards) {
        SubscriberSet first = audiences[0];
        if (first == null) {
            return MatchResult.NONE;
        }
        return count == 1 ? of(first, shards) : merged(shards);
    }

    private static MatchResult of(SubscriberSet audience, int shards) {
        return switch (audience) {
            case Route route -> MatchResult.ofOneShard(route.shard(), new Target[] {route}, MatchResult.NONE.groups());
            case SubscriberSet.Few(Route[] routes) -> byShard(routes, routes.length, shards, MatchResult.NONE.groups());
            case LargeSubscriberSet crowd -> crowd.matches();
            case SubscriberSet.Shared(SubscriberSet plain, SharedGroup[] groups) ->
                plain == null
                        ? MatchResult.ofOneShard(0, new Target[0], groups)
                        : of(plain, shards).withGroups(groups);
        };
    }

    private MatchResult merged(int shards) {
        SharedGroup[] groups = Stream.of(audiences)
                .limit(count)
                .flatMap(audience -> Stream.of(SubscriberSet.groups(audience)))
                .toArray(SharedGroup[]::new);
        int routes = 0;
        int largest = 0;
        for (int i = 0; i < count; i++) {
            routes += SubscriberSet.size(audiences[i]);
            largest = SubscriberSet.size(audiences[i]) > SubscriberSet.size(audiences[largest]) ? i : largest;
        }
        if (routes > FEW && SubscriberSet.plain(audiences[largest]) instanceof LargeSubscriberSet crowd) {
            return merged(crowd, largest, shards).withGroups(groups);
        }
        IdentityHashMap<Receiver, Target> targets = routes > FEW ? others(-1) : null;
        if (targets != null) {
            return byShard(targets.values().toArray(Target[]::new), targets.size(), shards, groups);
        }
        return merged(new Target[routes], shards, groups);
    }

    /// Merges a few by comparing each with each.
    private MatchResult merged(Target[] targets, int shards, SharedGroup[] groups) {
        int[] size = new int[1];
        for (int i = 0; i < count; i++) {
            SubscriberSet.forEach(audiences[i], route -> {
                int at = 0;
                while (at < size[0] && !route.leadsTo(targets[at].receiver())) {
                    at++;
                }
                targets[at] = at < size[0] ? OverlappingRoutes.of(targets[at], route) : route;
                size[0] = Math.max(size[0], at + 1);
            });
        }
        return byShard(targets, size[0], shards, groups);
    }

    /// The targets of all audiences but one.
    private IdentityHashMap<Receiver, Target> others(int except) {
        IdentityHashMap<Receiver, Target> targets = new IdentityHashMap<>();
        for (int i = 0; i < count; i++) {
            if (i != except) {
                SubscriberSet.forEach(
                        audiences[i], route -> targets.merge(route.receiver(), route, OverlappingRoutes::of));
            }
        }
        return targets;
    }

    private MatchResult merged(LargeSubscriberSet crowd, int index, int shards) {
        IdentityHashMap<Receiver, Target> others = others(index);
        int[] added = new int[shards];
        boolean[] twice = new boolean[shards];
        for (Receiver receiver : others.keySet()) {
            if (crowd.find(receiver) == null) {
                added[receiver.shard()]++;
            } else {
                twice[receiver.shard()] = true;
            }
        }
        Target[][] byShard = new Target[shards][];
        int[] filled = new int[shards];
        int size = 0;
        for (int shard = 0; shard < shards; shard++) {
            Route[] routes = crowd.of(shard);
            Target[] targets = new Target[routes.length + added[shard]];
            if (twice[shard]) {
                for (int i = 0; i < routes.length; i++) {
                    Target other = others.remove(routes[i].receiver());
                    targets[i] = other == null ? routes[i] : OverlappingRoutes.of(routes[i], other);
                }
            } else {
                System.arraycopy(routes, 0, targets, 0, routes.length);
            }
            byShard[shard] = targets;
            filled[shard] = routes.length;
            size += targets.length;
        }
        for (Target target : others.values()) {
            int shard = target.receiver().shard();
            byShard[shard][filled[shard]++] = target;
        }
        return MatchResult.ofShards(size, byShard, MatchResult.NONE.groups());
    }

    private static MatchResult byShard(Target[] targets, int size, int shards, SharedGroup[] groups) {
        int[] counts = new int[shards];
        for (int i = 0; i < size; i++) {
            counts[targets[i].first().shard()]++;
        }
        if (size == 0 || counts[targets[0].first().shard()] == size) {
            int shard = size == 0 ? 0 : targets[0].first().shard();
            return MatchResult.ofOneShard(
                    shard, size == targets.length ? targets : Arrays.copyOf(targets, size), groups);
        }
        Target[][] byShard = new Target[shards][];
        for (int i = size - 1; i >= 0; i--) {
            int shard = targets[i].first().shard();
            if (byShard[shard] == null) {
                byShard[shard] = new Target[counts[shard]];
            }
            byShard[shard][--counts[shard]] = targets[i];
        }
        return MatchResult.ofShards(size, byShard, groups);
    }
}
