package io.hongyan.broker.shard;

import io.hongyan.broker.auth.AuthResult.Admitted;
import io.hongyan.broker.auth.Authenticator;
import io.hongyan.broker.auth.ClientPolicy;
import io.hongyan.broker.context.ShardContext;
import io.hongyan.broker.context.Timers;
import io.hongyan.broker.session.InstanceShard;
import io.hongyan.broker.session.Session;
import io.hongyan.broker.session.SessionServices;
import io.hongyan.broker.session.state.Absent;
import io.hongyan.broker.session.state.ClientLimits;
import io.hongyan.broker.session.state.SessionDeadlines;
import io.hongyan.broker.store.RecoveredSession;
import io.hongyan.broker.store.StoredSession;
import io.hongyan.broker.store.StoredSubscription;
import io.hongyan.broker.subscription.Route;
import io.hongyan.codec.Version;
import io.hongyan.codec.packet.Will;
import io.hongyan.codec.property.Property;
import io.hongyan.codec.topic.TopicFilter;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/// Brings the sessions of one shard back from the store.
///
/// Confined to its shard.
final class SessionRecovery {
    private final SessionServices services;
    private final ShardContext context;
    private final Authenticator authenticator;
    private final Function<String, InstanceShard> instances;

    /// Of all sessions that are back, until their clients say others.
    private final ClientLimits limits;

    /// Sessions that were over, or ended with their connection, when the process ended.
    private final List<Session> over = new ArrayList<>();

    /// The owner of the latest session: the clients of a fleet often log in with one name.
    private Absent owner = new Absent("");

    private int recovered;

    SessionRecovery(SessionServices services, Function<String, InstanceShard> instances) {
        this.services = services;
        this.context = services.context();
        this.authenticator = services.authenticator();
        this.instances = instances;
        this.limits = ClientLimits.usual(Version.MQTT_3_1_1, context.config());
    }

    /// How many sessions are there again.
    int recovered() {
        return recovered;
    }

    private Absent owner(String name) {
        if (!owner.name().equals(name)) {
            owner = new Absent(name);
        }
        return owner;
    }

    void recover(RecoveredSession kept) {
        StoredSession stored = kept.session();
        String instance = stored.key().instance();
        ClientPolicy policy = authenticator.policy(instance);
        if (policy == null) {
            if (context.nodes().isAlone()) {
                kept.store().remove(); // its instance was deleted
            } // another node may know an instance that this one has not heard of; its deletion removes the session
            return;
        }
        boolean outlives = stored.expirySeconds() > 0;
        Session session = new Session(
                services,
                instances.apply(instance),
                stored.key().clientId(),
                kept.store(),
                outlives,
                new Admitted(instance, owner(stored.user()), policy),
                limits);
        setDeadlines(session, stored);
        for (int packetId : kept.receivedIds()) {
            session.inboundQos2().add(packetId);
        }
        if (kept.waiting().lastSequence() > 0) {
            session.restore(kept.taken(), kept.waiting());
        }
        kept.subscriptions()
                .forEach(subscription -> context.errors()
                        .guard(
                                () -> "bringing back filter " + subscription.filter() + " of " + session,
                                () -> subscribe(session, subscription)));
        if (outlives) {
            replace(session);
            session.home().add(session);
            services.lifecycle().schedule(session);
            recovered++;
        } else {
            over.add(session);
        }
    }

    /// All sessions of all shards are there: now those can end whose messages and wills others may have to get.
    void complete() {
        over.forEach(session -> services.lifecycle().finish(session));
        over.clear();
    }

    /// A client whose session an earlier start could not bring back may have begun another one since. Then the one that
    /// the store gives last stays.
    private void replace(Session later) {
        Session earlier = later.home().session(later.clientId());
        if (earlier != null) {
            later.home().remove(earlier);
            over.add(earlier);
            recovered--;
        }
    }

    /// A session that was connected when the process ended has lost its connection now.
    private void setDeadlines(Session session, StoredSession stored) {
        long now = context.timers().now();
        long wall = context.clock().wallMillis();
        long expiresAt = Timers.NEVER;
        if (stored.expirySeconds() != SessionDeadlines.FOR_EVER) {
            expiresAt = stored.expiresAt() == Long.MAX_VALUE
                    ? now + stored.expirySeconds() * 1000
                    : now + Math.max(0, stored.expiresAt() - wall);
        }
        Will will = stored.will();
        long willAt = Timers.NEVER;
        if (will != null) {
            long delay = Math.min(will.properties().number(Property.WILL_DELAY_INTERVAL, 0), stored.expirySeconds());
            willAt = stored.willAt() == Long.MAX_VALUE ? now + delay * 1000 : now + Math.max(0, stored.willAt() - wall);
        }
        session.deadlines().restore(stored.expirySeconds(), expiresAt, will, willAt);
    }

    private static void subscribe(Session session, StoredSubscription stored) {
        TopicFilter filter = TopicFilter.parse(stored.filter());
        Route route =
                new Route(session, stored.qos(), stored.noLocal(), stored.retainAsPublished(), stored.subscriptionId());
        session.policy()
                .subscribePolicy()
                .admit(session, filter, session.subscriptions().size());
        session.subscriptions().put(filter, route);
        session.home().instance().trie().subscribe(filter, route);
    }
}
