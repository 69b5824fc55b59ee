package io.hongyan.broker.session;

import io.hongyan.broker.auth.GrantedLimits;
import io.hongyan.broker.context.ErrorReporter;
import io.hongyan.broker.context.ShardContext;
import io.hongyan.broker.context.Timers;
import io.hongyan.broker.event.BrokerEvent;
import io.hongyan.broker.event.Counter;
import io.hongyan.broker.route.Router;
import io.hongyan.broker.session.state.SessionDeadlines;
import io.hongyan.broker.store.SessionKey;
import io.hongyan.broker.store.StoredSession;
import io.hongyan.codec.ProtocolException;
import io.hongyan.codec.ReasonCode;
import io.hongyan.codec.packet.Disconnect;
import io.hongyan.codec.packet.Will;
import io.hongyan.codec.property.Properties;
import io.hongyan.codec.property.Property;
import org.jspecify.annotations.Nullable;

/// How connections and sessions end: DISCONNECT, loss, silence, takeover, expiry.
///
/// Confined to its shard.
public final class SessionLifecycle {
    private final ShardContext context;
    private final ErrorReporter errors;
    private final Router router;
    private final WillPublisher wills;
    private final StatusNotices notices;

    public SessionLifecycle(
            ShardContext context, Router router, RuleWriter rules, MessageTracer tracer, StatusNotices notices) {
        this.context = context;
        this.errors = context.errors();
        this.router = router;
        this.notices = notices;
        this.wills = new WillPublisher(context, router, rules, tracer, this);
    }

    /// The client said that it goes.
    void disconnected(Session session, Disconnect p) {
        long expiry = p.properties().number(Property.SESSION_EXPIRY_INTERVAL, -1);
        if (expiry > 0 && session.expirySeconds() == 0) {
            throw ProtocolException.error(
                    "3.14.2.2.2", "a session expiry of " + expiry + " s in DISCONNECT after 0 in CONNECT");
        }
        if (expiry >= 0) {
            session.deadlines().expirySeconds(limited(expiry, session.policy().grantedLimits()));
        }
        boolean will = p.reason() != ReasonCode.SUCCESS;
        ClientConnection connection = session.connection();
        if (connection != null) {
            notices.disconnected(connection);
        }
        end(session, p.reason(), BrokerEvent.Disconnected.BY_CLIENT, false, will);
    }

    /// A session expiry as it is granted, in seconds.
    public long limited(long wish, GrantedLimits limits) {
        long most = limits.maxExpirySeconds() > 0
                ? limits.maxExpirySeconds()
                : Math.min(
                        SessionDeadlines.FOR_EVER,
                        context.config().session().maxExpiry().toSeconds());
        long least = wish == 0 ? 0 : limits.minExpirySeconds();
        return Math.min(Math.max(wish, least), most);
    }

    /// An error of ours met the session: its connection ends, so that nothing half done stays with it.
    void fail(Session session, Throwable error) {
        errors.report("working for " + session, error);
        errors.guard(
                "ending the connection of " + session,
                () -> end(session, ReasonCode.UNSPECIFIED_ERROR, "an internal error of the server", true, true));
    }

    /// Ends the connection of a session, if it has one.
    ///
    /// @param tell whether a 5.0 client gets DISCONNECT with the reason
    /// @param publishWill whether the connection did not end in order
    public void end(Session session, ReasonCode reason, String why, boolean tell, boolean publishWill) {
        ClientConnection connection = session.connection();
        if (connection == null) {
            return;
        }
        disconnect(session, connection, reason, why, tell);
        Will will = session.deadlines().will();
        if (!publishWill) {
            session.deadlines().dropWill();
        } else if (will != null && reason == ReasonCode.NOT_AUTHORIZED) {
            session.deadlines().dropWill(); // a client that has lost the right to be here may not publish either
            context.event(new BrokerEvent.WillDropped(
                    session.instance(),
                    session.clientId(),
                    connection.peer(),
                    will.topic().toString(),
                    reason,
                    why));
        }
        leave(session);
    }

    private void disconnect(Session session, ClientConnection connection, ReasonCode reason, String why, boolean tell) {
        if (tell && session.version().isV5()) {
            errors.guard(
                    "sending DISCONNECT to " + session,
                    () -> connection.send(new Disconnect(reason, reasonProperties(why, null))));
        }
        context.event(
                new BrokerEvent.Disconnected(session.instance(), session.clientId(), connection.peer(), reason, why));
        errors.guard(
                "telling that " + session + " has gone",
                () -> session.policy().presence().disconnected(session));
        errors.guard("telling business systems that " + session + " has gone", () -> notices.closed(connection, why));
        session.detach();
        connection.close();
        context.counters().count(Counter.CONNECTIONS_CLOSED);
    }

    /// What a DISCONNECT says beside its code.
    ///
    /// @param reference where to go instead, or null
    public static Properties reasonProperties(String why, @Nullable String reference) {
        Properties.Builder builder = Properties.builder().set(Property.REASON_STRING, why);
        if (reference != null) {
            builder.set(Property.SERVER_REFERENCE, reference);
        }
        return builder.build();
    }

    /// A new connection takes the place of the present one. A will with a delay is kept back by the new connection once
    /// it is in: if it does not get in, the will is due.
    public void takeOver(Session session) {
        end(session, ReasonCode.SESSION_TAKEN_OVER, "another connection uses this client id", true, true);
    }

    /// The session is over, unless it was before.
    public void endSession(Session session, String why) {
        if (session.equals(session.home().session(session.clientId()))) {
            session.home().remove(session);
            finish(session);
            if (session.outlivesConnection()) {
                context.event(new BrokerEvent.SessionEnded(session.instance(), session.clientId(), why));
            }
        }
    }

    /// Gives up what a session had: its subscriptions and messages go, those of shared subscriptions to other members;
    /// its will is published. While that takes time, the store knows that the session is over.
    public void finish(Session session) {
        withdraw(session);
        SessionEnd ending = new SessionEnd(context, router, session);
        wills.publish(session, ending);
        if (!ending.begin()) {
            session.deadlines().ended();
            save(session);
        }
    }

    /// Nothing is routed to the session any more. What the store has of its subscriptions stays.
    public void withdraw(Session session) {
        session.subscriptions().forEach((filter, _) -> {
            session.home().instance().trie().unsubscribe(filter, session);
            errors.guard(
                    "giving up filter " + filter.text() + " of " + session,
                    () -> session.policy().subscribePolicy().released(session.instance(), filter));
        });
        session.subscriptions().clear();
    }

    /// Forgets a session without connection, because another node goes on with what the store has. Nothing is
    /// [routed][#withdraw] or under way to it.
    public void forget(Session session) {
        session.home().remove(session);
        session.forget();
    }

    /// Forgets a session that another node may have by now. The will is the matter of that one.
    public void abandon(Session session, ReasonCode reason, String why) {
        ClientConnection connection = session.connection();
        if (connection != null) {
            disconnect(session, connection, reason, why, true);
        }
        withdraw(session);
        forget(session);
    }

    /// A timer of the session may be due.
    ///
    /// @return when to call again, or [Timers#NEVER]
    long wake(Session session, long now) {
        SessionDeadlines deadlines = session.deadlines();
        if (now < deadlines.wakeAt()) {
            return Timers.NEVER; // a later entry of the wheel has taken this one's place
        }
        deadlines.wakeAt(Timers.NEVER);
        try {
            doWhatIsDue(session, now);
        } catch (Throwable error) {
            fail(session, error);
        }
        long due = due(session);
        if (due == Timers.NEVER) {
            return Timers.NEVER;
        }
        deadlines.wakeAt(context.timers().reachable(due));
        return deadlines.wakeAt();
    }

    private void doWhatIsDue(Session session, long now) {
        ClientConnection connection = session.connection();
        SessionDeadlines deadlines = session.deadlines();
        if (connection != null) {
            connection.wake(now);
        } else if (now >= deadlines.expiresAt()) {
            context.counters().count(Counter.SESSIONS_EXPIRED);
            endSession(session, "its expiry interval passed");
        } else if (now >= deadlines.willAt()) {
            wills.publish(session);
        }
    }

    /// Makes sure that the session is woken when it is due.
    public void schedule(Session session) {
        long due = due(session);
        if (due == Timers.NEVER) {
            return;
        }
        long reachable = context.timers().reachable(due);
        if (reachable < session.deadlines().wakeAt()) {
            session.deadlines().wakeAt(reachable);
            context.timers().at(reachable, session);
        }
    }

    /// Brings the store to what the session is now.
    public void save(Session session) {
        SessionDeadlines deadlines = session.deadlines();
        long wall = context.clock().wallMillis();
        long now = context.timers().now();
        session.store()
                .save(new StoredSession(
                        new SessionKey(session.instance(), session.clientId()),
                        session.identity().name(),
                        session.expirySeconds(),
                        toWall(deadlines.expiresAt(), now, wall),
                        deadlines.unpublishedWill(),
                        toWall(deadlines.willAt(), now, wall)));
    }

    private static long toWall(long steady, long now, long wall) {
        return steady == Timers.NEVER ? Long.MAX_VALUE : wall + (steady - now);
    }

    /// The connection is gone: the session ends with it, or waits [MQTT-3.1.2-23].
    private void leave(Session session) {
        SessionDeadlines deadlines = session.deadlines();
        if (session.expirySeconds() == 0) {
            endSession(session, "its connection ended");
            return;
        }
        long now = context.timers().now();
        deadlines.disconnected(now);
        if (now >= deadlines.willAt()) {
            wills.publish(session);
        }
        save(session);
        schedule(session);
    }

    private long due(Session session) {
        ClientConnection connection = session.connection();
        return connection == null ? session.deadlines().due() : connection.due();
    }
}
