package io.hongyan.broker.route;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Who is subscribed by one filter, in the leanest form for their number: one route alone, a few in an array, a crowd
/// in trees by shard; with groups of shared subscriptions around any of these. Immutable, except that a group keeps its
/// identity while its members come and go. "Nobody" is null.
sealed interface Audience permits Route, Audience.Few, Crowd, Audience.Shared {
    int MOST_OF_FEW = 16;

    /// 2 to [#MOST_OF_FEW] routes of different receivers.
    record Few(Route[] routes) implements Audience {}

    /// Groups of shared subscriptions, at least one, besides ordinary routes.
    record Shared(@Nullable Audience plain, SharedGroup[] groups) implements Audience {}

    /// The number of ordinary routes.
    static int size(@Nullable Audience audience) {
        return switch (audience) {
            case null -> 0;
            case Route _ -> 1;
            case Few(Route[] routes) -> routes.length;
            case Crowd crowd -> crowd.size();
            case Shared(Audience plain, SharedGroup[] _) -> size(plain);
        };
    }

    static SharedGroup[] groups(@Nullable Audience audience) {
        return audience instanceof Shared(Audience _, SharedGroup[] groups) ? groups : Matches.NONE.groups();
    }

    static @Nullable Audience plain(@Nullable Audience audience) {
        return audience instanceof Shared(Audience plain, SharedGroup[] _) ? plain : audience;
    }

    /// The ordinary route of a receiver.
    static @Nullable Route find(@Nullable Audience audience, Receiver receiver) {
        return switch (audience) {
            case null -> null;
            case Route route -> route.leadsTo(receiver) ? route : null;
            case Few(Route[] routes) -> {
                int index = indexOf(routes, receiver);
                yield index < 0 ? null : routes[index];
            }
            case Crowd crowd -> crowd.find(receiver);
            case Shared(Audience plain, SharedGroup[] _) -> find(plain, receiver);
        };
    }

    /// With a route, in place of the one that its receiver had.
    static Audience with(@Nullable Audience audience, Route route, int shards) {
        return switch (audience) {
            case null -> route;
            case Route other -> other.leadsTo(route.receiver()) ? route : new Few(new Route[] {other, route});
            case Few(Route[] routes) -> {
                int index = indexOf(routes, route.receiver());
                if (index < 0 && routes.length == MOST_OF_FEW) {
                    yield Crowd.of(routes, shards).with(route);
                }
                Route[] more = Arrays.copyOf(routes, index < 0 ? routes.length + 1 : routes.length);
                more[index < 0 ? routes.length : index] = route;
                yield new Few(more);
            }
            case Crowd crowd -> crowd.with(route);
            case Shared(Audience plain, SharedGroup[] groups) -> new Shared(with(plain, route, shards), groups);
        };
    }

    /// Without the route of a receiver that has one.
    static @Nullable Audience without(Audience audience, Receiver receiver) {
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
            case Crowd crowd -> crowd.without(receiver);
            case Shared(Audience plain, SharedGroup[] groups) ->
                new Shared(plain == null ? null : without(plain, receiver), groups);
        };
    }

    static Audience withGroup(@Nullable Audience audience, SharedGroup group) {
        List<SharedGroup> groups = new ArrayList<>(List.of(groups(audience)));
        groups.add(group);
        return new Shared(plain(audience), groups.toArray(SharedGroup[]::new));
    }

    static @Nullable Audience withoutGroup(Audience audience, SharedGroup group) {
        List<SharedGroup> groups = new ArrayList<>(List.of(groups(audience)));
        groups.remove(group);
        Audience plain = plain(audience);
        return groups.isEmpty() ? plain : new Shared(plain, groups.toArray(SharedGroup[]::new));
    }

    static @Nullable SharedGroup group(@Nullable Audience audience, String name) {
        for (SharedGroup group : groups(audience)) {
            if (group.name().equals(name)) {
                return group;
            }
        }
        return null;
    }

    /// Calls for each ordinary route.
    static void forEach(@Nullable Audience audience, Consumer<Route> action) {
        switch (audience) {
            case null -> {}
            case Route route -> action.accept(route);
            case Few(Route[] routes) -> List.of(routes).forEach(action);
            case Crowd crowd -> crowd.forEach(action);
            case Shared(Audience plain, SharedGroup[] _) -> forEach(plain, action);
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
