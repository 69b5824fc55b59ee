package io.hongyan.broker.subscription;

import io.hongyan.broker.config.SharedSubscriptionStrategy;
import io.hongyan.codec.QoS;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// The members of one `$share/name/filter`; each message goes to one of them. Any thread may pick while
/// members come and go: the pick then goes by the old members or the new.
///
/// A group is one object from its first member to its last, so that whose turn it is outlives a change of members, and
/// a change does not make results that hold the group stale. Joining and leaving cost the same for any number of
/// members: a member is written behind the last one, or the last one moves into the gap.
public final class SharedGroup {
    private static final Members NOBODY = new Members(new Route[0], 0);
    private static final int INDEXED_FROM = 64;

    private final String filter;
    private final String name;
    private final AtomicInteger turn = new AtomicInteger();
    private volatile Members members = NOBODY;
    private volatile @Nullable Route sticky;
    private @Nullable IdentityHashMap<Receiver, Integer>
            index; // of the writers; made when a search through all would be long

    SharedGroup(String filter, String name) {
        this.filter = filter;
        this.name = name;
    }

    /// The first `size` places of an array in which writers may meanwhile write behind them, move the last one into a
    /// gap, and clear its place.
    private record Members(@Nullable Route[] routes, int size) {}

    /// The filter that all members subscribed by, with `$share/...` in front.
    public String filter() {
        return filter;
    }

    public String name() {
        return name;
    }

    /// The number of members.
    public int size() {
        return members.size;
    }

    /// A copy, in no particular order.
    public Route[] members() {
        Members current = members;
        return Arrays.stream(current.routes, 0, current.size)
                .filter(route -> route != null)
                .toArray(Route[]::new);
    }

    /// One of the members that are wanted, a connected one if there is any; null when there is none.
    public @Nullable Route pick(Predicate<? super Receiver> wanted) {
        Route absent = null;
        for (Route member : members()) {
            if (wanted.test(member.receiver())) {
                if (member.receiver().connected()) {
                    return member;
                }
                absent = member;
            }
        }
        return absent;
    }

    /// Chooses the member that gets the next message: a connected one if there is any, else an absent one, of those
    /// rather one that keeps messages than one whose subscription has QoS 0. All members are asked whether they are
    /// connected only when none of them is.
    ///
    /// @param publisher the client id that the message came from
    /// @param except one that shall not get it, for instance because it failed to take it just now
    /// @return null when there is no (other) member
    @SuppressWarnings("ReferenceEquality") // the members are the same only when nobody came or went
    public @Nullable Route pick(SharedSubscriptionStrategy strategy, String publisher, @Nullable Receiver except) {
        while (true) {
            Members current = members;
            if (current.size == 0) {
                return null;
            }
            Route picked = switch (strategy) {
                case ROUND_ROBIN -> pick(current, Math.floorMod(turn.getAndIncrement(), current.size), except);
                case HASH_PUBLISHER -> pick(current, Math.floorMod(spread(publisher.hashCode()), current.size), except);
                case STICKY -> pickSticky(current, except);
            };
            // A member that moved during the search may have been missed: that counts only if no connected one was
            // found.
            boolean good = picked != null && picked.receiver().connected();
            if (good || members == current) {
                return picked;
            }
        }
    }

    private @Nullable Route pickSticky(Members current, @Nullable Receiver except) {
        Route last = sticky;
        int from = last == null ? -1 : search(current, last.receiver());
        if (from >= 0) {
            Route member = current.routes[from];
            if (member != null && !member.leadsTo(except) && member.receiver().connected()) {
                return member;
            }
        }
        Route next = pick(current, Math.max(from, 0), except);
        sticky = next;
        return next;
    }

    private static @Nullable Route pick(Members current, int from, @Nullable Receiver except) {
        Route absent = null;
        for (int i = 0; i < current.size; i++) {
            int at = from + i < current.size ? from + i : from + i - current.size;
            Route route = current.routes[at];
            if (route == null || route.leadsTo(except)) {
                continue;
            }
            if (route.receiver().connected()) {
                return route;
            }
            boolean keeps = route.qos() != QoS.AT_MOST_ONCE;
            absent = absent == null || (keeps && absent.qos() == QoS.AT_MOST_ONCE) ? route : absent;
        }
        return absent;
    }

    private static int search(Members current, Receiver receiver) {
        for (int i = 0; i < current.size; i++) {
            Route route = current.routes[i];
            if (route != null && route.leadsTo(receiver)) {
                return i;
            }
        }
        return -1;
    }

    private static int spread(int hash) {
        return (hash ^ hash >>> 16) * 0x85eb_ca6b;
    }

    /// Adds a route, or puts it in the place of the one that its receiver had. One writer at a time.
    ///
    /// @return the replaced one
    @Nullable
    Route join(Route route) {
        Members current = members;
        int at = indexOf(route.receiver());
        if (at >= 0) {
            Route replaced = current.routes[at];
            current.routes[at] = route;
            members = new Members(current.routes, current.size);
            return replaced;
        }
        boolean full = current.size == current.routes.length;
        Route[] routes = full ? Arrays.copyOf(current.routes, Math.max(1, current.size * 2)) : current.routes;
        routes[current.size] = route;
        if (index != null) {
            index.put(route.receiver(), current.size);
        }
        members = new Members(routes, current.size + 1);
        return null;
    }

    /// Removes the route of a receiver. One writer at a time.
    @Nullable
    Route leave(Receiver receiver) {
        Members current = members;
        int at = indexOf(receiver);
        if (at < 0) {
            return null;
        }
        int last = current.size - 1;
        Route removed = current.routes[at];
        Route moved = current.routes[last];
        // Publish the move before the place is cleared: a reader of the old members then meets the moved one twice, or
        // in
        // its new place only.
        current.routes[at] = moved;
        members = new Members(current.routes, last);
        current.routes[last] = null;
        if (index != null && moved != null) {
            index.put(moved.receiver(), at);
            index.remove(receiver);
            index = last < INDEXED_FROM / 2 ? null : index;
        }
        if (last > 0 && last * 4 < current.routes.length) {
            members = new Members(Arrays.copyOf(current.routes, last * 2), last);
        } else if (last == 0) {
            members = NOBODY;
        }
        return removed;
    }

    /// The route of a receiver. For the writer.
    @Nullable
    Route find(Receiver receiver) {
        int at = indexOf(receiver);
        return at < 0 ? null : members.routes[at];
    }

    private int indexOf(Receiver receiver) {
        Members current = members;
        if (index == null && current.size < INDEXED_FROM) {
            return search(current, receiver);
        }
        if (index == null) {
            IdentityHashMap<Receiver, Integer> made = new IdentityHashMap<>();
            for (int i = 0; i < current.size; i++) {
                Route route = current.routes[i];
                if (route != null) {
                    made.put(route.receiver(), i);
                }
            }
            index = made;
        }
        return index.getOrDefault(receiver, -1);
    }
}
