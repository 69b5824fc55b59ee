package io.hongyan.broker.session;

import io.hongyan.broker.auth.Decision;
import io.hongyan.broker.event.BrokerEvent;
import io.hongyan.broker.route.Route;
import io.hongyan.broker.store.StoredSubscription;
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

/// What SUBSCRIBE and UNSUBSCRIBE do, and the sending of retained messages that follows.
///
/// Confined to its shard.
final class Subscribing {
    /// Steps of a retained walk in one turn: enough to fill a write, little enough that nobody else waits.
    private static final int STEPS_A_TURN = 256;

    private final Shard shard;

    Subscribing(Shard shard) {
        this.shard = shard;
    }

    void subscribe(Session session, Subscribe p) {
        checkCount(p.subscriptions().size());
        int id = (int) p.properties().number(Property.SUBSCRIPTION_IDENTIFIER, 0);
        List<ReasonCode> reasons = new ArrayList<>(p.subscriptions().size());
        List<String> refusals = new ArrayList<>(0);
        for (Subscription wish : p.subscriptions()) {
            Decision decision = subscribe(session, wish, id);
            switch (decision) {
                case Decision.Allow _ -> reasons.add(ReasonCode.granted(granted(wish)));
                case Decision.Deny deny -> {
                    // SUBACK of 3.1 knows no failure: its chapter 3.8 wants a positive acknowledgement
                    reasons.add(
                            session.version() == Version.MQTT_3_1 ? ReasonCode.granted(granted(wish)) : deny.reason());
                    refusals.add(deny.why());
                    shard.event(new BrokerEvent.SubscribeRefused(
                            session.instance(), session.clientId(), wish.filter(), deny.reason(), deny.why()));
                }
            }
        }
        whenSafe(session, () -> session.send(new SubAck(p.packetId(), reasons, reasonString(refusals))));
        walk(session);
    }

    void unsubscribe(Session session, Unsubscribe p) {
        checkCount(p.filters().size());
        List<ReasonCode> reasons = new ArrayList<>(p.filters().size());
        for (String filter : p.filters()) {
            reasons.add(unsubscribe(session, filter));
        }
        whenSafe(session, () -> session.send(new UnsubAck(p.packetId(), reasons, Properties.NONE)));
    }

    /// Drops the filters that the client may not have any more: asked when it comes back, or brings other rights.
    ///
    /// @return how many went
    int recheck(Session session) {
        List<TopicFilter> lost = new ArrayList<>(0);
        session.subscriptions.forEach((filter, route) -> {
            if (session.rules().authorizer().subscribe(session, filter) instanceof Decision.Deny deny) {
                lost.add(filter);
                shard.event(new BrokerEvent.SubscribeRefused(
                        session.instance(), session.clientId(), filter.text(), deny.reason(), deny.why()));
            }
        });
        lost.forEach(filter -> remove(session, filter));
        return lost.size();
    }

    /// Sends retained messages as long as they leave at once; goes on in the next turn, or when the client has made
    /// room.
    void walk(Session session) {
        Subscriptions.RetainedWalk walk = session.subscriptions.walk();
        if (walk == null || !session.connected()) {
            return;
        }
        Route route = session.subscriptions.get(walk.filter());
        boolean more = route != null
                && walk.walk()
                        .next(
                                STEPS_A_TURN,
                                () -> mayReceive(session, route),
                                message -> shard.delivering().retained(session, message, route));
        if (!more) {
            session.subscriptions.endWalk();
        }
        if (session.subscriptions.hasWalks() && (!more || route == null || mayReceive(session, route))) {
            shard.loop().execute(() -> walk(session));
        }
    }

    private static boolean mayReceive(Session session, Route route) {
        return route.qos() == QoS.AT_MOST_ONCE
                ? session.writable()
                : session.outgoing().ready();
    }

    private Decision subscribe(Session session, Subscription wish, int id) {
        TopicFilter filter;
        try {
            filter = TopicFilter.parse(wish.filter());
        } catch (ProtocolException invalid) {
            return Decision.deny(ReasonCode.TOPIC_FILTER_INVALID, invalid.getMessage());
        }
        if (filter.isShared() && wish.noLocal()) {
            throw ProtocolException.error("MQTT-3.8.3-4", "no local on the shared subscription " + filter.text());
        }
        Route present = session.subscriptions.get(filter);
        Decision decision = admit(session, filter, present == null);
        if (decision instanceof Decision.Allow) {
            add(session, filter, wish, id, present == null);
        }
        return decision;
    }

    private Decision admit(Session session, TopicFilter filter, boolean fresh) {
        var protocol = shard.config().protocol();
        if (filter.levelCount() > protocol.maxTopicLevels()) {
            return Decision.deny(
                    ReasonCode.TOPIC_FILTER_INVALID,
                    "a filter of " + filter.levelCount() + " levels; the limit is " + protocol.maxTopicLevels());
        }
        if (filter.isShared() && !protocol.sharedAvailable()) {
            return Decision.deny(
                    ReasonCode.SHARED_SUBSCRIPTIONS_NOT_SUPPORTED, "shared subscriptions are switched off");
        }
        int held = session.subscriptions.size();
        int most = shard.config().session().maxSubscriptions();
        if (fresh && held >= most) {
            return Decision.deny(
                    ReasonCode.QUOTA_EXCEEDED, "the client has " + held + " filters; the limit is " + most);
        }
        Decision decision = session.rules().authorizer().subscribe(session, filter);
        if (decision instanceof Decision.Allow && fresh) {
            decision = session.rules().subscribePolicy().admit(session, filter, held);
        }
        return decision;
    }

    private QoS granted(Subscription wish) {
        return wish.qos().min(shard.config().protocol().maxQoS());
    }

    private void add(Session session, TopicFilter filter, Subscription wish, int id, boolean fresh) {
        Route route = new Route(session, granted(wish), wish.noLocal(), wish.retainAsPublished(), id);
        session.subscriptions.put(filter, route);
        session.space().instance().trie().subscribe(filter, route);
        if (session.stored()) {
            session.store()
                    .subscribe(
                            session.number(),
                            new StoredSubscription(
                                    filter.text(), route.qos(), route.noLocal(), route.retainAsPublished(), id));
        }
        RetainHandling handling = wish.retainHandling();
        boolean send = handling == RetainHandling.SEND || (handling == RetainHandling.SEND_IF_NEW && fresh);
        if (send && !filter.isShared() && session.space().instance().retained().count() > 0) {
            session.subscriptions.begin(new Subscriptions.RetainedWalk(
                    filter, session.space().instance().retained().walk(filter)));
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

    private boolean remove(Session session, TopicFilter filter) {
        if (session.subscriptions.remove(filter) == null) {
            return false;
        }
        session.space().instance().trie().unsubscribe(filter, session);
        session.rules().subscribePolicy().released(session.instance(), filter);
        if (session.stored()) {
            session.store().unsubscribe(session.number(), filter.text());
        }
        return true;
    }

    private void whenSafe(Session session, Runnable answer) {
        if (session.stored()) {
            session.store().whenSafe(answer);
        } else {
            answer.run();
        }
    }

    private void checkCount(int filters) {
        int most = shard.config().protocol().maxFiltersPerPacket();
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
