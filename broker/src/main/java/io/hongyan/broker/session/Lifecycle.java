package io.hongyan.broker.session;

import io.hongyan.broker.event.BrokerEvent;
import io.hongyan.broker.event.Counter;
import io.hongyan.broker.event.DropReason;
import io.hongyan.broker.message.Message;
import io.hongyan.broker.route.SharedGroup;
import io.hongyan.broker.store.StoredSession;
import io.hongyan.codec.ProtocolException;
import io.hongyan.codec.ReasonCode;
import io.hongyan.codec.packet.Auth;
import io.hongyan.codec.packet.Disconnect;
import io.hongyan.codec.packet.Will;
import io.hongyan.codec.property.Properties;
import io.hongyan.codec.property.Property;
import io.hongyan.transport.Connection;
import org.jspecify.annotations.Nullable;

/// How connections and sessions end: DISCONNECT, loss, silence, takeover, expiry; and what becomes of the will.
///
/// Confined to its shard.
final class Lifecycle {
    private final Shard shard;

    Lifecycle(Shard shard) {
        this.shard = shard;
    }

    /// The client said goodbye.
    void disconnected(Session session, Disconnect p) {
        long expiry = p.properties().number(Property.SESSION_EXPIRY_INTERVAL, -1);
        if (expiry > 0 && !session.persistent()) {
            throw ProtocolException.error(
                    "3.14.2.2.2", "a session expiry of " + expiry + " s in DISCONNECT after 0 in CONNECT");
        }
        if (expiry >= 0) {
            expiry(session, expiry);
        }
        boolean will = p.reason() != ReasonCode.SUCCESS;
        end(session, p.reason(), "disconnected by the client", false, will);
    }

    /// Sets how long a session lives after its connection. One that was to outlive it and no longer is leaves the store
    /// at once: it would come back with the next start.
    void expiry(Session session, long wish) {
        long seconds = Math.min(wish, maxExpirySeconds());
        session.givenUp = seconds == 0 && (session.persistent() || session.givenUp);
        if (seconds == 0 && session.stored()) {
            session.store().remove(session.number());
            session.number(0);
        }
        session.expirySeconds = seconds;
        if (seconds > 0 && session.number() == 0) {
            session.number(session.store().open(session.key()));
        }
    }

    /// AUTH on a running connection: re-authentication.
    void authenticate(Session session, Auth auth) {
        Reauthentication authentication = session.authentication;
        if (authentication == null) {
            throw ProtocolException.error("MQTT-4.12.0-7", "AUTH without an authentication method in CONNECT");
        }
        authentication.received(session, auth);
    }

    /// Ends the connection of a session, if it has one.
    ///
    /// @param tell whether a 5.0 client gets DISCONNECT with the reason
    /// @param publishWill whether the connection did not end in order
    void end(Session session, ReasonCode reason, String why, boolean tell, boolean publishWill) {
        Connection connection = session.connection();
        if (connection == null) {
            return;
        }
        if (tell && session.version().isV5()) {
            session.send(new Disconnect(reason, farewell(why, null)));
        }
        shard.event(
                new BrokerEvent.Disconnected(session.instance(), session.clientId(), connection.peer(), reason, why));
        session.rules().presence().disconnected(session);
        session.detach();
        connection.close();
        shard.counters().count(Counter.CONNECTIONS_CLOSED);
        pause(session);
        Will will = session.will;
        if (!publishWill) {
            session.will = null;
        } else if (will != null && reason == ReasonCode.NOT_AUTHORIZED) {
            session.will = null; // a client that has lost the right to be here may not publish either
            shard.event(new BrokerEvent.WillDropped(
                    session.instance(), session.clientId(), will.topic().toString(), reason, why));
        }
        leave(session);
    }

    /// What a DISCONNECT says beside its code.
    ///
    /// @param reference where to go instead, or null
    static Properties farewell(String why, @Nullable String reference) {
        Properties.Builder builder = Properties.builder().set(Property.REASON_STRING, why);
        if (reference != null) {
            builder.set(Property.SERVER_REFERENCE, reference);
        }
        return builder.build();
    }

    /// A new connection takes the place of the present one.
    ///
    /// @param clean whether it wants a session of its own, so that this one will end
    void takeOver(Session session, boolean clean) {
        Will will = session.will;
        boolean publish = will != null && (clean || !session.persistent() || delaySeconds(will) == 0);
        end(session, ReasonCode.SESSION_TAKEN_OVER, "another connection uses this client id", true, publish);
    }

    /// The session is over: its subscriptions and messages go.
    void endSession(Session session, String why) {
        Space space = session.space();
        if (space.session(session.clientId()) != session) {
            return;
        }
        publishWill(session);
        session.expiresAt = Timers.NEVER;
        space.remove(session);
        session.subscriptions.forEach((filter, route) -> {
            space.instance().trie().unsubscribe(filter, session);
            session.rules().subscribePolicy().released(session.instance(), filter);
        });
        session.subscriptions.clear();
        giveBackShared(session);
        if (session.stored()) {
            session.store().remove(session.number());
        }
        if (session.persistent() || session.givenUp) {
            shard.event(new BrokerEvent.SessionEnded(session.instance(), session.clientId(), why));
        }
    }

    /// A timer of the session may be due.
    long wake(Session session, long now) {
        if (now < session.wakeAt) {
            return Timers.NEVER; // a later entry of the wheel has taken this one's place
        }
        session.wakeAt = Timers.NEVER;
        if (session.connected()) {
            runTasks(session, now);
            checkSilence(session);
        } else {
            if (now >= session.willAt) {
                publishWill(session);
            }
            if (now >= session.expiresAt) {
                shard.counters().count(Counter.SESSIONS_EXPIRED);
                endSession(session, "its expiry interval passed");
            }
        }
        long due = due(session);
        if (due == Timers.NEVER) {
            return Timers.NEVER;
        }
        session.wakeAt = shard.timers().reachable(due);
        return session.wakeAt;
    }

    /// Makes sure that the session is woken when it is due.
    void schedule(Session session) {
        long due = due(session);
        if (due == Timers.NEVER) {
            return;
        }
        long reachable = shard.timers().reachable(due);
        if (reachable < session.wakeAt) {
            session.wakeAt = reachable;
            shard.timers().at(reachable, session);
        }
    }

    long maxExpirySeconds() {
        return Math.min(Session.FOR_EVER, shard.config().session().maxExpiry().toSeconds());
    }

    void save(Session session) {
        if (session.stored()) {
            long wall = shard.clock().wallMillis();
            long now = shard.timers().now();
            session.store()
                    .save(
                            session.number(),
                            new StoredSession(
                                    session.key(),
                                    session.identity().name(),
                                    session.expirySeconds,
                                    toWall(session.expiresAt, now, wall),
                                    session.will,
                                    toWall(session.willAt, now, wall)));
        }
    }

    private static long toWall(long steady, long now, long wall) {
        return steady == Timers.NEVER ? Long.MAX_VALUE : wall + (steady - now);
    }

    private void pause(Session session) {
        session.tasks = null;
        session.aliases = null;
        session.authentication = null;
        if (session.incoming != null) {
            session.incoming.pause();
        }
        if (session.outgoing != null) {
            session.outgoing.pause();
        }
    }

    /// The connection is gone: the session ends with it, or waits [MQTT-3.1.2-23].
    private void leave(Session session) {
        long now = shard.timers().now();
        Will will = session.will;
        if (will != null) {
            long delay = Math.min(delaySeconds(will), session.expirySeconds);
            if (delay == 0) {
                publishWill(session);
            } else {
                session.willAt = now + delay * 1000;
            }
        }
        if (!session.persistent()) {
            endSession(session, "its connection ended");
            return;
        }
        session.expiresAt =
                session.expirySeconds == Session.FOR_EVER ? Timers.NEVER : now + session.expirySeconds * 1000;
        save(session);
        schedule(session);
    }

    /// Publishes the will, once [MQTT-3.1.2-10].
    private void publishWill(Session session) {
        Will will = session.will;
        session.will = null;
        session.willAt = Timers.NEVER;
        if (will == null) {
            return;
        }
        long seconds = will.properties().number(Property.MESSAGE_EXPIRY_INTERVAL, -1);
        Properties properties =
                will.properties().without(Property.WILL_DELAY_INTERVAL).without(Property.MESSAGE_EXPIRY_INTERVAL);
        Message message = new Message(
                will.topic(),
                will.payload(),
                will.qos(),
                will.retain(),
                properties,
                session.clientId(),
                seconds < 0 ? Message.NEVER : shard.clock().wallMillis() + seconds * 1000);
        shard.publishing().distribute(session.space(), session.rules(), message, !session.cleanSession(), null);
    }

    private void giveBackShared(Session session) {
        if (session.outgoing == null) {
            return;
        }
        for (Delivery delivery : session.outgoing.end()) {
            SharedGroup group = delivery.group;
            if (group == null || !shard.router().toOneOf(group, delivery.message, session, null)) {
                session.dropped(delivery.message, DropReason.SESSION_ENDED);
            }
        }
        session.outgoing = null;
    }

    private void runTasks(Session session, long now) {
        while (session.connected() && session.tasks != null) {
            Runnable task = session.tasks.next(now);
            if (task == null) {
                return;
            }
            task.run();
        }
    }

    private void checkSilence(Session session) {
        int silent = shard.beat() - session.lastSeenBeat;
        if (session.connected() && session.keepAliveBeats > 0 && silent > session.keepAliveBeats) {
            end(session, ReasonCode.KEEP_ALIVE_TIMEOUT, "silent for longer than 1.5 x keep alive", true, true);
        }
    }

    private long due(Session session) {
        if (!session.connected()) {
            return Math.min(session.willAt, session.expiresAt);
        }
        long due = session.tasks == null ? Timers.NEVER : session.tasks.due();
        if (session.keepAliveBeats > 0) {
            int left = session.keepAliveBeats + 1 - (shard.beat() - session.lastSeenBeat);
            due = Math.min(due, shard.timers().now() + (long) left * Timers.TICK_MILLIS);
        }
        return due;
    }

    private static long delaySeconds(Will will) {
        return will.properties().number(Property.WILL_DELAY_INTERVAL, 0);
    }
}
