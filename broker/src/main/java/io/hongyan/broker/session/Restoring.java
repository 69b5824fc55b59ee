package io.hongyan.broker.session;

import io.hongyan.broker.auth.AuthResult.Admitted;
import io.hongyan.broker.auth.Identity;
import io.hongyan.broker.auth.Rules;
import io.hongyan.broker.route.Route;
import io.hongyan.broker.store.Store;
import io.hongyan.broker.store.StoredMessage;
import io.hongyan.broker.store.StoredSession;
import io.hongyan.broker.store.StoredSubscription;
import io.hongyan.codec.packet.Will;
import io.hongyan.codec.property.Property;
import io.hongyan.codec.topic.TopicFilter;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Brings sessions back from a store, before the first connection.
public final class Restoring implements Store.Restored {
    private final List<Shard> shards;
    private final List<StoredMessage> inflight = new ArrayList<>();
    private @Nullable Session current;
    private int waiting;
    private long waitingBytes;
    private long last;
    private int restored;

    /// Who a session belonged to, until its client is back.
    private record Absent(String name) implements Identity {}

    public Restoring(List<Shard> shards) {
        this.shards = shards;
    }

    /// How many sessions are there again.
    public int restored() {
        return restored;
    }

    @Override
    public void session(long number, StoredSession stored) {
        inflight.clear();
        waiting = 0;
        waitingBytes = 0;
        last = 0;
        Shard home = shards.get(stored.key().vshard() % shards.size());
        Rules rules = home.authenticator().rules(stored.key().instance());
        if (rules == null) {
            home.store().remove(number);
            current = null;
            return;
        }
        Space space = home.space(stored.key().instance());
        Admitted admitted = new Admitted(stored.key().instance(), new Absent(stored.user()), rules);
        Session session = new Session(space, stored.key().clientId(), admitted);
        session.number(number);
        session.expirySeconds = stored.expirySeconds();
        session.will = stored.will();
        setClocks(session, home, stored);
        current = session;
    }

    /// A session that was connected when the process ended has lost its connection now.
    private static void setClocks(Session session, Shard home, StoredSession stored) {
        long now = home.timers().now();
        long wall = home.clock().wallMillis();
        if (stored.expirySeconds() != Session.FOR_EVER) {
            session.expiresAt = stored.expiresAt() == Long.MAX_VALUE
                    ? now + stored.expirySeconds() * 1000
                    : now + Math.max(0, stored.expiresAt() - wall);
        }
        Will will = stored.will();
        if (will != null) {
            long delay = Math.min(will.properties().number(Property.WILL_DELAY_INTERVAL, 0), stored.expirySeconds());
            session.willAt =
                    stored.willAt() == Long.MAX_VALUE ? now + delay * 1000 : now + Math.max(0, stored.willAt() - wall);
        }
    }

    @Override
    public void subscription(StoredSubscription stored) {
        Session session = current;
        if (session == null) {
            return;
        }
        TopicFilter filter = TopicFilter.parse(stored.filter());
        Route route =
                new Route(session, stored.qos(), stored.noLocal(), stored.retainAsPublished(), stored.subscriptionId());
        session.rules().subscribePolicy().admit(session, filter, session.subscriptions.size());
        session.subscriptions.put(filter, route);
        session.space().instance().trie().subscribe(filter, route);
    }

    @Override
    public void inflight(StoredMessage message) {
        inflight.add(message);
    }

    @Override
    public void waiting(int messages, long bytes, long highest) {
        waiting = messages;
        waitingBytes = bytes;
        last = highest;
    }

    @Override
    public void received(int packetId) {
        if (current != null) {
            current.incoming().unreleased().add(packetId);
        }
    }

    @Override
    public void end() {
        Session session = current;
        if (session == null) {
            return;
        }
        if (last > 0) {
            session.outgoing().restore(inflight, waiting, waitingBytes, last);
        }
        session.space().add(session);
        session.home().lifecycle().schedule(session);
        restored++;
    }
}
