package io.hongyan.broker.session;

import io.hongyan.broker.auth.Decision;
import io.hongyan.broker.auth.Reaction;
import io.hongyan.broker.auth.Refusal;
import io.hongyan.broker.config.ProtocolLimits;
import io.hongyan.broker.context.ShardContext;
import io.hongyan.broker.event.BrokerEvent;
import io.hongyan.broker.event.PacketWatch;
import io.hongyan.broker.node.OtherNodes;
import io.hongyan.broker.session.state.RetainedWalk;
import io.hongyan.broker.store.StoredSubscription;
import io.hongyan.broker.subscription.Route;
import io.hongyan.codec.ProtocolException;
import io.hongyan.codec.QoS;
import io.hongyan.codec.ReasonCode;
import io.hongyan.codec.Version;
import io.hongyan.codec.packet.RetainHandling;
import io.hongyan.codec.packet.SubAck;
import io.hongyan.codec.packet.Subscribe;
import io.hongyan.codec.packet.Subscription;
import io.hongyan.codec.packet.UnsubAck;
import io.hongyan.codec.packet.Unsubscribe;
import io.hongyan.codec.property.Properties;
import io.hongyan.codec.property.Property;
import io.hongyan.codec.topic.TopicFilter;
import java.util.ArrayList;
import java.util.List;

/// What SUBSCRIBE and UNSUBSCRIBE do. SUBACK and UNSUBACK are sent when their effect is durable, SUBACK also not before
/// the other nodes of a cluster know of it.
///
/// Confined to its shard.
public final class SubscriptionHandler {
    private final ShardContext context;
    private final RetainedDelivery retained;

    /// By the SUBSCRIBE that is looked at.
    private List<RetainedWalk> begun = List.of();

    public SubscriptionHandler(ShardContext context) {
        this.context = context;
        this.retained = new RetainedDelivery(context);
    }

    void subscribe(ClientConnection from, Subscribe p) {
        Session session = from.session();
        checkCount(p.subscriptions().size());
        int id = (int) p.properties().number(Property.SUBSCRIPTION_IDENTIFIER, 0);
        begun = List.of();
        List<ReasonCode> reasons = new ArrayList<>(p.subscriptions().size());
        List<String> refusals = new ArrayList<>(0);
        PendingClose close = null;
        PacketWatch watch = context.watchpoint().watch();
        for (Subscription wish : p.subscriptions()) {
            Decision decision = subscribe(session, wish, id);
            switch (decision) {
                case Decision.Allow _ -> {
                    reasons.add(ReasonCode.granted(granted(wish)));
                    if (watch != null) {
                        WatchedPackets.subscribed(watch, session, wish.filter(), granted(wish), p.packetId());
                    }
                }
                case Decision.Deny deny -> {
                    Reaction reaction = session.policy().reactions().to(deny.kind());
                    reasons.add(tells(session.version(), reaction) ? deny.reason() : ReasonCode.granted(granted(wish)));
                    refusals.add(deny.why());
                    refused(session, wish.filter(), deny);
                    if (reaction == Reaction.CLOSE && !session.version().isV5() && close == null) {
                        close = new PendingClose(from, wish.filter(), deny);
                    }
                }
            }
        }
        acknowledge(from, new SubAck(p.packetId(), reasons, reasonString(refusals)));
        if (close != null) {
            from.acks().add(close);
            from.acks().flush();
        }
        sendRetained(session);
    }

    /// A message that is published after SUBACK reaches the client, on whatever node that is. Other nodes are asked for
    /// retained messages then, not before: what is retained later comes live.
    private void acknowledge(ClientConnection from, SubAck answer) {
        OtherNodes nodes = context.nodes();
        if (nodes.isAlone()) {
            from.acknowledgeWhenDurable(answer);
        } else {
            Session session = from.session();
            List<RetainedWalk> its = begun;
            from.acknowledge(
                    answer,
                    then -> session.store()
                            .whenDurable(() -> nodes.whenRoutesKnown(() -> {
                                then.run();
                                retained.start(session, its);
                            })));
        }
    }

    /// Whether SUBACK says no. That of 3.1 knows no failure: its chapter 3.8 wants a positive acknowledgement.
    private static boolean tells(Version version, Reaction reaction) {
        return switch (version) {
            case MQTT_3_1 -> false;
            case MQTT_3_1_1 -> reaction != Reaction.DROP;
            case MQTT_5 -> true;
        };
    }

    void unsubscribe(ClientConnection from, Unsubscribe p) {
        checkCount(p.filters().size());
        List<ReasonCode> reasons = new ArrayList<>(p.filters().size());
        PacketWatch watch = context.watchpoint().watch();
        for (String filter : p.filters()) {
            ReasonCode reason = unsubscribe(from.session(), filter);
            reasons.add(reason);
            if (watch != null) {
                WatchedPackets.unsubscribed(watch, from.session(), filter, p.packetId(), reason);
            }
        }
        from.acknowledgeWhenDurable(new UnsubAck(p.packetId(), reasons, Properties.NONE));
    }

    /// Drops the filters that the client may not have any more: asked when it comes back, or brings other rights.
    ///
    /// @return how many went
    public int recheck(Session session) {
        List<TopicFilter> lost = new ArrayList<>(0);
        session.subscriptions().forEach((filter, route) -> {
            if (session.policy().authorizer().subscribe(session, filter) instanceof Decision.Deny deny) {
                lost.add(filter);
                refused(session, filter.text(), deny);
            }
        });
        lost.forEach(filter -> remove(session, filter));
        return lost.size();
    }

    /// Sends retained messages that wait for the client, as far as it takes them.
    void sendRetained(Session session) {
        retained.send(session);
    }

    private void refused(Session session, String filter, Decision.Deny deny) {
        context.event(new BrokerEvent.SubscribeRefused(
                session.instance(), session.clientId(), session.peer(), filter, deny.reason(), deny.why()));
    }

    private Decision subscribe(Session session, Subscription wish, int id) {
        TopicFilter filter;
        try {
            filter = TopicFilter.parse(wish.filter());
        } catch (ProtocolException invalid) {
            return Decision.deny(Refusal.INVALID_TOPIC, ReasonCode.TOPIC_FILTER_INVALID, invalid.getMessage());
        }
        if (filter.isShared() && wish.noLocal()) {
            throw ProtocolException.error("MQTT-3.8.3-4", "no local on the shared subscription " + filter.text());
        }
        boolean fresh = session.subscriptions().get(filter) == null;
        Decision decision = admit(session, filter, fresh);
        if (decision instanceof Decision.Allow) {
            add(session, filter, wish, id, fresh);
        }
        return decision;
    }

    private Decision admit(Session session, TopicFilter filter, boolean fresh) {
        ProtocolLimits protocol = context.config().protocol();
        if (filter.levelCount() > protocol.maxTopicLevels()) {
            return Decision.deny(
                    Refusal.INVALID_TOPIC,
                    ReasonCode.TOPIC_FILTER_INVALID,
                    "a filter of " + filter.levelCount() + " levels; the limit is " + protocol.maxTopicLevels());
        }
        if (filter.isShared() && !protocol.sharedAvailable()) {
            return Decision.deny(
                    ReasonCode.SHARED_SUBSCRIPTIONS_NOT_SUPPORTED, "shared subscriptions are switched off");
        }
        int held = session.subscriptions().size();
        int most = context.config().session().maxSubscriptions();
        if (fresh && held >= most) {
            return Decision.deny(
                    Refusal.FILTERS,
                    ReasonCode.QUOTA_EXCEEDED,
                    "the client has " + held + " filters; the limit is " + most);
        }
        Decision decision = session.policy().authorizer().subscribe(session, filter);
        return decision instanceof Decision.Allow && fresh
                ? session.policy().subscribePolicy().admit(session, filter, held)
                : decision;
    }

    private QoS granted(Subscription wish) {
        return wish.qos().min(context.config().protocol().maxQoS());
    }

    private void add(Session session, TopicFilter filter, Subscription wish, int id, boolean fresh) {
        Route route = new Route(session, granted(wish), wish.noLocal(), wish.retainAsPublished(), id);
        session.subscriptions().put(filter, route);
        session.home().instance().trie().subscribe(filter, route);
        session.store()
                .subscribe(new StoredSubscription(
                        filter.text(), route.qos(), route.noLocal(), route.retainAsPublished(), id));
        RetainHandling handling = wish.retainHandling();
        if (handling == RetainHandling.SEND || (handling == RetainHandling.SEND_IF_NEW && fresh)) {
            RetainedWalk walk = retained.begin(session, filter);
            if (walk != null) {
                begun = begun.isEmpty() ? new ArrayList<>(1) : begun;
                begun.add(walk);
            }
        }
    }

    private ReasonCode unsubscribe(Session session, String text) {
        TopicFilter filter;
        try {
            filter = TopicFilter.parse(text);
        } catch (ProtocolException invalid) {
            return ReasonCode.TOPIC_FILTER_INVALID;
        }
        return remove(session, filter) ? ReasonCode.SUCCESS : ReasonCode.NO_SUBSCRIPTION_EXISTED;
    }

    /// Ends a subscription as if the client had asked for it.
    ///
    /// @return whether there was one
    public boolean unsubscribe(Session session, TopicFilter filter) {
        PacketWatch watch = context.watchpoint().watch();
        boolean was = remove(session, filter);
        if (was && watch != null) {
            WatchedPackets.unsubscribed(watch, session, filter.text(), 0, ReasonCode.SUCCESS);
        }
        return was;
    }

    private static boolean remove(Session session, TopicFilter filter) {
        if (session.subscriptions().remove(filter) == null) {
            return false;
        }
        session.home().instance().trie().unsubscribe(filter, session);
        session.store().unsubscribe(filter.text());
        session.policy().subscribePolicy().released(session.instance(), filter);
        return true;
    }

    private void checkCount(int filters) {
        int most = context.config().protocol().maxFiltersPerPacket();
        if (filters > most) {
            throw new ProtocolException(
                    ReasonCode.QUOTA_EXCEEDED, "4.13", filters + " filters in one packet; the limit is " + most);
        }
    }

    private static Properties reasonString(List<String> refusals) {
        return refusals.isEmpty()
                ? Properties.NONE
                : Properties.builder()
                        .set(Property.REASON_STRING, refusals.getFirst())
                        .build();
    }
}
