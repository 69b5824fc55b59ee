package io.hongyan.broker.route;

import io.hongyan.broker.auth.DirectDelivery;
import io.hongyan.broker.config.SharedSubscriptionStrategy;
import io.hongyan.broker.message.Message;
import io.hongyan.broker.node.OtherNodes;
import io.hongyan.broker.store.VShard;
import io.hongyan.broker.subscription.MatchCache;
import io.hongyan.broker.subscription.MatchResult;
import io.hongyan.broker.subscription.Receiver;
import io.hongyan.broker.subscription.Route;
import io.hongyan.broker.subscription.SharedGroup;
import io.hongyan.broker.subscription.Target;
import io.hongyan.codec.topic.Topic;
import java.util.BitSet;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Finds everybody who should get a message, and sends it to their shards.
///
/// Confined to its shard.
public final class Router {
    private final ShardDispatcher dispatcher;
    private final RetainedWriter retained;
    private final SharedSubscriptionStrategy strategy;
    private final OtherNodes nodes;
    private final boolean alone;

    public Router(
            ShardDispatcher dispatcher,
            RetainedWriter retained,
            SharedSubscriptionStrategy strategy,
            OtherNodes nodes) {
        this.dispatcher = dispatcher;
        this.retained = retained;
        this.strategy = strategy;
        this.nodes = nodes;
        this.alone = nodes.isAlone();
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
            deliver(instance.name(), client, message, keep, tracker);
            return 1;
        }
        if (message.retain()) {
            retained.keep(instance, message, tracker);
        }
        BitSet unserved = alone ? null : nodes.unserved();
        MatchResult matches = routes.match(address);
        int receivers = route(matches, message, tracker);
        return alone ? receivers : receivers + routeToNodes(instance, matches, unserved, address, message, tracker);
    }

    private void deliver(
            String instance, String client, Message message, boolean keep, @Nullable DeliveryTracker tracker) {
        int vshard = VShard.ofClient(client);
        if (!alone && !nodes.owns(vshard)) {
            if (tracker != null) {
                tracker.expect();
            }
            nodes.deliver(instance, client, message, keep, confirmation(tracker));
        } else {
            deliverHere(instance, client, message, keep, tracker);
        }
    }

    /// Delivers a message to one client of this node.
    ///
    /// @param tracker confirmed by the shard of the client
    public void deliverHere(
            String instance, String client, Message message, boolean keep, @Nullable DeliveryTracker tracker) {
        int home = dispatcher.home(VShard.ofClient(client));
        send(home, new ShardTask.DeliverToClient(instance, client, message, keep, tracker), tracker);
    }

    /// Routes by the subscriptions that other nodes have. The topics of the server itself are about one node each.
    private int routeToNodes(
            Instance instance,
            MatchResult here,
            @Nullable BitSet unserved,
            Topic address,
            Message message,
            @Nullable DeliveryTracker tracker) {
        if (address.startsWithDollar()) {
            return 0;
        }
        int count = nodes.publish(instance.name(), address, message, served(here), unserved, confirmation(tracker));
        for (int i = 0; tracker != null && i < count; i++) {
            tracker.expect();
        }
        return count;
    }

    private static Set<String> served(MatchResult here) {
        if (here.groups().length == 0) {
            return Set.of();
        }
        return Stream.of(here.groups())
                .filter(group -> group.size() > 0)
                .map(SharedGroup::filter)
                .collect(Collectors.toUnmodifiableSet());
    }

    private static @Nullable Runnable confirmation(@Nullable DeliveryTracker tracker) {
        return tracker == null ? null : tracker::confirm;
    }

    /// Routes a message of another node to the subscribers of this one.
    ///
    /// @param shared the shared subscriptions of which a member is to get it
    /// @param tracker confirmed by every shard that gets the message
    public void routeHere(MatchResult matches, Set<String> shared, Message message, DeliveryTracker tracker) {
        routeToTargets(matches, message, tracker);
        for (SharedGroup group : matches.groups()) {
            if (shared.contains(group.filter())) {
                routeToMember(group, message, null, tracker);
            }
        }
    }

    /// Routes a message to those receivers of this node alone whose virtual shards are among some.
    ///
    /// @param served the shared subscriptions that have given it to a member already
    /// @param tracker confirmed by every shard that gets the message
    public void routeTo(
            BitSet vshards, MatchResult matches, Set<String> served, Message message, DeliveryTracker tracker) {
        for (int shard = 0; shard < dispatcher.shards(); shard++) {
            Target[] targets = Stream.of(matches.of(shard))
                    .filter(target -> vshards.get(target.receiver().vshard()))
                    .toArray(Target[]::new);
            if (targets.length != 0) {
                send(shard, new ShardTask.Deliver(message, targets, null, tracker), tracker);
            }
        }
        for (SharedGroup group : matches.groups()) {
            Route member =
                    served.contains(group.filter()) ? null : group.pick(receiver -> vshards.get(receiver.vshard()));
            if (member != null) {
                send(member.shard(), new ShardTask.Deliver(message, new Target[] {member}, group, tracker), tracker);
            }
        }
    }

    /// Routes by subscription.
    ///
    /// @param tracker confirmed by every shard that gets the message; null when nobody waits for that
    /// @return how many receivers there are
    public int route(MatchResult matches, Message message, @Nullable DeliveryTracker tracker) {
        if (matches.isEmpty()) {
            return 0;
        }
        routeToTargets(matches, message, tracker);
        int receivers = matches.size();
        for (SharedGroup group : matches.groups()) {
            receivers += routeToMember(group, message, null, tracker) ? 1 : 0;
        }
        return receivers;
    }

    private void routeToTargets(MatchResult matches, Message message, @Nullable DeliveryTracker tracker) {
        for (int shard = 0; shard < dispatcher.shards(); shard++) {
            Target[] targets = matches.of(shard);
            if (targets.length != 0) {
                send(shard, new ShardTask.Deliver(message, targets, null, tracker), tracker);
            }
        }
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
