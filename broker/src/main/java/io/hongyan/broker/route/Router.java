package io.hongyan.broker.route;

import io.hongyan.broker.auth.DirectDelivery;
import io.hongyan.broker.config.SharedSubscriptionStrategy;
import io.hongyan.broker.message.Message;
import io.hongyan.broker.store.VShard;
import io.hongyan.broker.subscription.MatchCache;
import io.hongyan.broker.subscription.MatchResult;
import io.hongyan.broker.subscription.Receiver;
import io.hongyan.broker.subscription.Route;
import io.hongyan.broker.subscription.SharedGroup;
import io.hongyan.broker.subscription.Target;
import io.hongyan.codec.topic.Topic;
import org.jspecify.annotations.Nullable;

/// Finds everybody who should get a message, and sends it to their shards.
///
/// Confined to its shard.
public final class Router {
    private final ShardDispatcher dispatcher;
    private final RetainedWriter retained;
    private final SharedSubscriptionStrategy strategy;

    public Router(ShardDispatcher dispatcher, RetainedWriter retained, SharedSubscriptionStrategy strategy) {
        this.dispatcher = dispatcher;
        this.retained = retained;
        this.strategy = strategy;
    }

    /// Publishes a message: to the one client that its topic names, or to the memory of retained messages and to the
    /// subscribers.
    ///
    /// @param routes of the instance, as this shard remembers them
    /// @param keep whether a direct message waits for a client that is absent
    /// @param tracker confirmed by every shard that gets the message; null when nobody waits for that
    /// @return how many receivers there are; a direct message counts as one
    public int publish(
            Instance instance,
            MatchCache routes,
            DirectDelivery direct,
            Message message,
            boolean keep,
            @Nullable DeliveryTracker tracker) {
        return publish(instance, routes, direct, message.topic(), message, keep, tracker);
    }

    /// The same by another topic than the one that receivers see.
    public int publish(
            Instance instance,
            MatchCache routes,
            DirectDelivery direct,
            Topic address,
            Message message,
            boolean keep,
            @Nullable DeliveryTracker tracker) {
        String client = direct.target(address);
        if (client != null) {
            int home = dispatcher.home(VShard.ofClient(client));
            send(home, new ShardTask.DeliverToClient(instance.name(), client, message, keep, tracker), tracker);
            return 1;
        }
        if (message.retain()) {
            retained.keep(instance, message, tracker);
        }
        return route(routes.match(address), message, tracker);
    }

    /// Routes by subscription.
    ///
    /// @param tracker confirmed by every shard that gets the message; null when nobody waits for that
    /// @return how many receivers there are
    public int route(MatchResult matches, Message message, @Nullable DeliveryTracker tracker) {
        if (matches.isEmpty()) {
            return 0;
        }
        for (int shard = 0; shard < dispatcher.shards(); shard++) {
            Target[] targets = matches.of(shard);
            if (targets.length != 0) {
                send(shard, new ShardTask.Deliver(message, targets, null, tracker), tracker);
            }
        }
        int receivers = matches.size();
        for (SharedGroup group : matches.groups()) {
            receivers += routeToMember(group, message, null, tracker) ? 1 : 0;
        }
        return receivers;
    }

    /// Routes to one member of a shared subscription.
    ///
    /// @param except a member that must not get it; null for none
    /// @return whether there was a member
    public boolean routeToMember(
            SharedGroup group, Message message, @Nullable Receiver except, @Nullable DeliveryTracker tracker) {
        Route route = group.pick(strategy, message.publisher(), except);
        if (route == null) {
            return false;
        }
        send(route.shard(), new ShardTask.Deliver(message, new Target[] {route}, group, tracker), tracker);
        return true;
    }

    /// Routes a message of a shared subscription to another member, if the one that it came for has ended meanwhile.
    /// The shard of the other one then confirms in place of this one.
    ///
    /// @return whether it was passed on
    public boolean passOn(ShardTask.Deliver task) {
        SharedGroup group = task.group();
        if (group == null || !task.targets()[0].receiver().ended()) {
            return false;
        }
        Receiver ended = task.targets()[0].receiver();
        Route route = group.pick(strategy, task.message().publisher(), ended);
        if (route == null) {
            return false;
        }
        dispatcher.send(
                route.shard(), new ShardTask.Deliver(task.message(), new Target[] {route}, group, task.tracker()));
        return true;
    }

    private void send(int shard, ShardTask task, @Nullable DeliveryTracker tracker) {
        if (tracker != null) {
            tracker.expect();
        }
        dispatcher.send(shard, task);
    }
}
