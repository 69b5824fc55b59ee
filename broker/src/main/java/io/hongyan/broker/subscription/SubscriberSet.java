package io.hongyan.broker.subscription;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Who is subscribed by one filter, in the leanest form for their number: one route alone, a few in an array, a crowd
/// in trees by shard; with groups of shared subscriptions around any of these. Immutable, except that a group keeps its
/// identity while its members come and go. "Nobody" is null.
sealed interface SubscriberSet permits Route, SubscriberSet.Few, LargeSubscriberSet, SubscriberSet.Shared {
    int MOST_OF_FEW = 16;

    /// 2 to [#MOST_OF_FEW] routes of different receivers.
    record Few(Route[] routes) implements SubscriberSet {}

    /// Groups of shared subscriptions, at least one, besides ordinary routes.
    record Shared(@Nullable SubscriberSet plain, SharedGroup[] groups) implements SubscriberSet {}

    /// The number of ordinary routes.
    static int size(@Nullable SubscriberSet audience) {
        return switch (audience) {
            case null -> 0;
            case Route _ -> 1;
            case Few(Route[] routes) -> routes.length;
            case LargeSubscriberSet crowd -> crowd.size();
            case Shared(SubscriberSet plain, SharedGroup[] _) -> size(plain);
        };
    }

    static SharedGroup[] groups(@Nullable SubscriberSet audience) {
        return audience instanceof Shared(SubscriberSet _, SharedGroup[] groups) ? groups : MatchResult.NONE.groups();
    }

    static @Nullable SubscriberSet plain(@Nullable SubscriberSet audience) {
        return audience instanceof Shared(SubscriberSet plain, SharedGroup[] _) ? plain : audience;
    }

    /// The ordinary route of a receiver.
    static @Nullable Route find(@Nullable SubscriberSet audience, Receiver receiver) {
        return switch (audience) {
            case null -> null;
            case Route route -> route.leadsTo(receiver) ? route : null;
            case Few(Route[] routes) -> {
                int index = indexOf(routes, receiver);
                yield index < 0 ? null : routes[index];
            }
            case LargeSubscriberSet crowd -> crowd.find(receiver);
            case Shared(SubscriberSet plain, SharedGroup[] _) -> find(plain, receiver);
        };
    }

    /// With a route, in place of the one that its receiver had.
    static SubscriberSet with(@Nullable SubscriberSet audience, Route route, int shards) {
        return switch (audience) {
            case null -> route;
            case Route other -> other.leadsTo(route.receiver()) ? route : new Few(new Route[] {other, route});
            case Few(Route[] routes) -> {
                int index = indexOf(routes, route.receiver());
                if (index < 0 && routes.length == MOST_OF_FEW) {
                    yield LargeSubscriberSet.of(routes, shards).with(route);
                }
                Route[] more = Arrays.copyOf(routes, index < 0 ? routes.length + 1 : routes.length);
                more[index < 0 ? routes.length : index] = route;
                yield new Few(more);
            }
            case LargeSubscriberSet crowd -> crowd.with(route);
            case Shared(SubscriberSet plain, SharedGroup[] groups) -> new Shared(with(plain, route, shards), groups);
        };
    }

    /// Without the route of a receiver that has one.
    static @Nullable SubscriberSet without(SubscriberSet audience, Receiver receiver) {
        return switch (audience) {
            case Route _ -> null;
            case Few(Route[] routes) -> {
                int index = indexOf(routes, receiver);
                Route[] rest = Arrays.copyOf(routes, routes.length - 1);
                if (index < rest.length) {
                    rest[index] = routes[rest.length];
                }
                yield rest.length == 1 ? rest[0] : new Few(rest);
            }
            case LargeSubscriberSet crowd -> crowd.without(receiver);
            case Shared(SubscriberSet plain, SharedGroup[] groups) ->
                new Shared(plain == null ? null : without(plain, receiver), groups);
        };
    }

    static SubscriberSet withGroup(@Nullable SubscriberSet audience, SharedGroup group) {
        List<SharedGroup> groups = new ArrayList<>(List.of(groups(audience)));
        groups.add(group);
        return new Shared(plain(audience), groups.toArray(SharedGroup[]::new));
    }

    static @Nullable SubscriberSet withoutGroup(SubscriberSet audience, SharedGroup group) {
        List<SharedGroup> groups = new ArrayList<>(List.of(groups(audience)));
        groups.remove(group);
        SubscriberSet plain = plain(audience);
        return groups.isEmpty() ? plain : new Shared(plain, groups.toArray(SharedGroup[]::new));
    }

    static @Nullable SharedGroup group(@Nullable SubscriberSet audience, String name) {
        for (SharedGroup group : groups(audience)) {
            if (group.name().equals(name)) {
                return group;
            }
        }
        return null;
    }

    /// Calls for each ordinary route.
    static void forEach(@Nullable SubscriberSet audience, Consumer<Route> action) {
        switch (audience) {
            case null -> {}
            case Route route -> action.accept(route);
            case Few(Route[] routes) -> List.of(routes).forEach(action);
            case LargeSubscriberSet crowd -> crowd.forEach(action);
            case Shared(SubscriberSet plain, SharedGroup[] _) -> forEach(plain, action);
        }
    }

    private static int indexOf(Route[] routes, Receiver receiver) {
        for (int i = 0; i < routes.length; i++) {
            if (routes[i].leadsTo(receiver)) {
                return i;
            }
        }
        return -1;
    }
}
