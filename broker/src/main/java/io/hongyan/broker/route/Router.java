package io.hongyan.broker.route;

import io.hongyan.broker.config.SharedStrategy;
import io.hongyan.broker.message.Message;
import io.hongyan.broker.store.ShardStore;
import io.hongyan.broker.store.Unit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Takes a message to everybody who should get it: targets on this shard at once, all others through the courier.
///
/// Confined to its shard.
public final class Router {
    private final Courier courier;
    private final ShardStore store;
    private final SharedStrategy strategy;
    private final Fanout fanout = new Fanout();
    private List<Router> all = List.of();

    public Router(Courier courier, ShardStore store, SharedStrategy strategy) {
        this.courier = courier;
        this.store = store;
        this.strategy = strategy;
    }

    /// Makes the routers of all shards known to each other, before anything is routed.
    public void meet(List<Router> routers) {
        all = routers;
    }

    /// Routes by subscription.
    ///
    /// @param handover told of every shard that gets the message; null when nothing must be waited for
    /// @return how many receivers there are
    public int route(Matches matches, Message message, @Nullable Handover handover) {
        if (matches.isEmpty()) {
            return 0;
        }
        for (int i = 0; i < all.size(); i++) {
            Target[] targets = matches.of(i);
            if (targets.length != 0) {
                send(i, new Letter(all.get(i), message, targets, null, handover));
            }
        }
        int receivers = matches.size();
        for (SharedGroup group : matches.groups()) {
            receivers += toOneOf(group, message, null, handover) ? 1 : 0;
        }
        return receivers;
    }

    /// Routes to one member of a shared subscription.
    ///
    /// @param except a member that must not get it; null for none
    /// @return whether there was a member
    public boolean toOneOf(SharedGroup group, Message message, @Nullable Receiver except, @Nullable Handover handover) {
        Route route = group.pick(strategy, message.publisher(), except);
        if (route == null) {
            return false;
        }
        send(route.shard(), new Letter(all.get(route.shard()), message, new Target[] {route}, group, handover));
        return true;
    }

    /// Delivers on this shard what this or another shard routed here.
    private void arrived(Letter parcel) {
        Handover handover = parcel.handover();
        if (handover == null) {
            deliver(parcel);
        } else {
            handOver(handover, store, () -> deliver(parcel));
        }
    }

    private void deliver(Letter parcel) {
        Target[] targets = parcel.targets();
        fanout.begin(targets.length);
        for (Target target : targets) {
            target.receiver().deliver(parcel.message(), target, parcel.group(), fanout);
        }
    }

    /// Delivers on this shard, and reports when what was written with it is safe or is part of the unit.
    public static void handOver(Handover handover, ShardStore store, Runnable delivery) {
        Unit unit = handover.unit();
        if (unit == null) {
            long before = store.writes();
            delivery.run();
            if (store.writes() == before) {
                handover.done();
            } else {
                store.whenSafe(handover::done);
            }
        } else {
            store.within(unit, delivery);
            handover.done();
        }
    }

    private void send(int to, Letter parcel) {
        Handover handover = parcel.handover();
        if (handover != null) {
            handover.expect();
        }
        courier.send(to, parcel);
    }

    /// One message with its targets on one shard.
    ///
    /// @param group the shared subscription that it was chosen from; null for ordinary ones
    private record Letter(
            Router router,
            Message message,
            Target[] targets,
            @Nullable SharedGroup group,
            @Nullable Handover handover) implements Courier.Parcel {
        @Override
        public void open() {
            router.arrived(this);
        }
    }
}
