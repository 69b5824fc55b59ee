package io.hongyan.testkit.sim.model;

import static io.hongyan.testkit.sim.model.Publication.OPEN;

import io.hongyan.broker.event.DropReason;
import io.hongyan.codec.ReasonCode;
import io.hongyan.codec.property.Property;
import io.hongyan.testkit.sim.model.ConnectionRecord.Cause;
import io.hongyan.testkit.sim.world.Scheduler;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Checks when sessions and connections begin and end, from the broker's events.
final class Timeline {
    /// How much sooner or later a timer of the broker may fire, in microseconds.
    static final long EARLY = 1_000_000;

    static final long LATE = 3_000_000;
    private static final long LONGEST_WRITE_MICROS = 5_000_000;

    private final Scheduler scheduler;
    private final Faults faults;
    private final Promises promises;
    private final Rights rights;
    private final Wills wills;
    private final CauseChecks causes;
    private final TreeMap<ClientKey, ClientRecord> clients = new TreeMap<>();
    private final Map<Integer, ConnectionRecord> connections = new HashMap<>();
    private final Map<String, Long> deleting = new HashMap<>();
    private boolean clockJumped;
    private long crashed;

    Timeline(Scheduler scheduler, Faults faults, Promises promises, Rights rights, Wills wills) {
        this.rights = rights;
        this.scheduler = scheduler;
        this.faults = faults;
        this.promises = promises;
        this.wills = wills;
        this.causes = new CauseChecks(scheduler, faults, promises);
    }

    ClientRecord client(ClientKey key) {
        return clients.computeIfAbsent(key, _ -> new ClientRecord());
    }

    Collection<ClientRecord> clients() {
        return clients.values();
    }

    Collection<ClientKey> keys() {
        return clients.keySet();
    }

    void requested(ConnectionRecord connection) {
        connections.put(connection.port, connection);
        client(connection.key).connections.add(connection);
    }

    private static String user(ConnectionRecord connection) {
        String user = connection.connect.username();
        return user == null ? "" : user;
    }

    // What the broker tells.

    void connected(ClientKey key, int port, boolean cleanStart, boolean present) {
        ConnectionRecord connection = connections.get(port);
        if (connection == null || connection.began != OPEN || !connection.key.equals(key)) {
            faults.add("the broker tells of a connection that nobody made: " + key + " on port " + port);
            return;
        }
        long stamp = scheduler.stamp();
        connection.began = stamp;
        connection.sessionPresent = present;
        client(key).latest = connection;
        checkWill(client(key), connection, stamp);
        if (connection.connect.cleanStart() != cleanStart) {
            faults.add(connection + ": the event has another clean start than CONNECT");
        }
        ClientRecord client = client(key);
        SessionRecord old = client.present();
        if (old != null && old.connection != null && !old.disturbed) {
            faults.add(connection + " began while " + old.connection + " had not ended");
        }
        boolean fresh = cleanStart || (old != null && !old.user.equals(user(connection)));
        checkPresent(connection, old, client.ghost != null && !cleanStart, fresh, present);
        if (old != null && !present) {
            end(old, stamp);
        }
        SessionRecord session = present && old != null ? old : new SessionRecord(key, user(connection), stamp);
        if (session != old) {
            client.sessions.add(session);
            session.disturbed = present;
        } else {
            session.disturbed |= session.doubtful && client.ghost != null; // which of the two came back?
            wills.resumed(session, stamp);
        }
        client.ghost = null;
        begin(session, connection);
    }

    /// The will of a client is dropped, at CONNECT or at the end, because it may not publish it.
    void willDropped(ClientKey key) {
        ClientRecord client = client(key);
        if (client.dropsWill) {
            client.dropsWill = false; // told already by the reason of the end
        } else {
            client.comesWithoutWill = true;
        }
    }

    private void checkWill(ClientRecord client, ConnectionRecord connection, long stamp) {
        WillRecord will = connection.will;
        boolean dropped = client.comesWithoutWill;
        client.comesWithoutWill = false;
        if (!dropped || will == null) {
            return;
        }
        String topic = will.publication.topic().toString();
        if (rights.always(connection.key, true, topic, connection.requested, stamp)) {
            faults.add(connection + " was let in without its will, and without a cause");
        }
        will.publication.outcome = Publication.Outcome.REFUSED;
        connection.will = null;
    }

    private void begin(SessionRecord session, ConnectionRecord connection) {
        session.connection = connection;
        session.connections++;
        session.disturbed |= session.doubtful && session.expirySeconds == 0; // an older state may have come back
        session.doubtful = false;
        session.storedEnd = Math.min(session.storedEnd, session.earliestEnd);
        session.earliestEnd = OPEN;
        session.latestEnd = OPEN;
        session.expiry(expiry(connection));
        session.will = connection.will;
        if (connection.will != null) {
            client(connection.key).wills.add(connection.will);
        }
        if (isDeleted(connection.key.instance())) {
            session.disturbed = true;
            faults.add(connection + " was let into an instance that is deleted");
        }
        connection.session = session;
        connection.crashes = session.crashes;
    }

    private long expiry(ConnectionRecord connection) {
        long wish = connection.version().isV5()
                ? connection.connect.properties().number(Property.SESSION_EXPIRY_INTERVAL, 0)
                : connection.connect.cleanStart() ? 0 : Long.MAX_VALUE;
        return Math.min(wish, promises.maxExpirySeconds());
    }

    private void checkPresent(
            ConnectionRecord connection, @Nullable SessionRecord old, boolean haunted, boolean fresh, boolean present) {
        if (old != null && (old.disturbed || deleting.containsKey(connection.key.instance()))) {
            return;
        }
        long now = scheduler.now();
        boolean mayExist = old != null && !fresh && now <= old.latestEnd;
        boolean exists = old != null && mayExist && !old.doubtful && now < old.earliestEnd;
        if (present && !mayExist && !haunted) {
            faults.add(connection + ": session present, but " + (old == null ? "it has none" : old + " is over")
                    + (fresh ? ", for a clean start" : "") + " [MQTT-3.2.2-2, MQTT-3.1.2-4]");
        } else if (!present && exists) {
            faults.add(connection + ": " + old + " is lost [MQTT-3.2.2-3, MQTT-3.1.2-5]");
        }
    }

    void disconnected(ClientKey key, int port, ReasonCode reason, String why) {
        ConnectionRecord connection = connections.get(port);
        if (connection == null || !connection.isServed() || !connection.key.equals(key)) {
            boolean twice = connection != null && connection.session != null && connection.session.disturbed;
            if (!twice) {
                faults.add("the broker tells of the end of a connection that it does not have: " + key + " on port "
                        + port + ", " + reason);
            }
            return;
        }
        long stamp = scheduler.stamp();
        connection.ended = stamp;
        connection.endedMicros = scheduler.now();
        SessionRecord session = connection.session;
        if (session == null) {
            return;
        }
        session.connection = null;
        causes.checkEnd(client(key), connection, reason, why);
        boolean goodbye = saidGoodbye(connection, reason);
        if (goodbye && connection.disconnect != null) {
            long override = connection.disconnect.properties().number(Property.SESSION_EXPIRY_INTERVAL, -1);
            session.expiry(override < 0 ? session.expirySeconds : Math.min(override, promises.maxExpirySeconds()));
        }
        client(key).dropsWill = reason == ReasonCode.NOT_AUTHORIZED && session.will != null;
        wills.disconnected(session, reason, deleting.containsKey(key.instance()), stamp);
        if (session.expirySeconds == 0) {
            end(session, stamp);
        } else {
            session.earliestEnd = scheduler.now() + session.expirySeconds * 1_000_000 - EARLY;
            session.latestEnd = scheduler.now() + session.expirySeconds * 1_000_000 + LATE;
        }
    }

    private static boolean saidGoodbye(ConnectionRecord connection, ReasonCode reason) {
        return connection.disconnect != null
                && (reason == ReasonCode.SUCCESS || reason == ReasonCode.DISCONNECT_WITH_WILL);
    }

    void sessionEnded(ClientKey key, String why) {
        SessionRecord session = client(key).present();
        if (session == null) {
            return; // an end that was told by a disconnect already
        }
        boolean due = scheduler.now() >= session.earliestEnd;
        boolean replaced = client(key).connections.stream()
                .anyMatch(c -> c.began == OPEN && (c.connect.cleanStart() || !session.user.equals(user(c))));
        boolean allowed =
                due || replaced || session.doubtful || session.disturbed || deleting.containsKey(key.instance());
        if (!allowed) {
            faults.add(session + " was ended before its time: " + why);
        }
        end(session, scheduler.stamp());
    }

    void dropped(ClientKey key, String topic, DropReason reason) {
        causes.checkDrop(key, topic, reason);
        SessionRecord session = client(key).present();
        if (session != null && reason != DropReason.SESSION_ENDED && reason != DropReason.RULE_FULL) {
            session.drops.add(new SessionRecord.Drop(topic, reason));
        }
    }

    private void end(SessionRecord session, long stamp) {
        if (!session.isAlive()) {
            return;
        }
        session.ended = stamp;
        session.endedMicros = scheduler.now();
        wills.sessionEnded(session, stamp);
        session.subscriptions.forEach(subscription -> subscription.end(stamp));
    }

    // What happens to the broker.

    void diskDisturbed() {
        causes.diskDisturbed();
    }

    /// Whether there may be no room for a message.
    boolean mayBeFull() {
        return causes.mayBeFull();
    }

    /// Whether there may have been none since that time, in microseconds.
    boolean mayHaveBeenFull(long since) {
        return causes.mayHaveBeenFull(since);
    }

    void clockJumped() {
        clockJumped = true;
    }

    /// The broker died, or stopped in order with everything written.
    void crashed(boolean inOrder) {
        long stamp = scheduler.stamp();
        crashed = stamp;
        for (ClientRecord client : clients.values()) {
            for (ConnectionRecord connection : client.connections) {
                if (connection.ended == OPEN) {
                    connection.ended = stamp;
                    connection.endedMicros = scheduler.now();
                }
            }
            SessionRecord session = client.present();
            client.ghost = inOrder ? client.ghost : promises.durable() ? client.ghostOfCrash() : null;
            if (client.ghost != null) {
                client.ghost.disturbed = true; // it may be back, and take messages of a shared subscription
            }
            if (promises.durable()) { // also after a stop in order: a will that not everybody had comes again
                client.wills.stream()
                        .filter(will -> session == null || will != session.will)
                        .forEach(wills::haunt);
            }
            if (session != null) {
                crash(session, stamp, inOrder);
            }
            if (!inOrder) {
                client.sessions.forEach(this::crashAfterEnd);
            }
        }
    }

    /// What was acknowledged for a session in memory is lost with it in a crash. What others had from it is as safe as
    /// before until they have it on disk.
    private void crashAfterEnd(SessionRecord session) {
        boolean justEnded = session.ended != OPEN && scheduler.now() - session.endedMicros < LONGEST_WRITE_MICROS;
        session.passedOnInVain |= justEnded && session.longestExpiry == 0;
    }

    private void crash(SessionRecord session, long stamp, boolean inOrder) {
        session.crashes++;
        session.cutByCrash = session.connection != null;
        session.connection = null;
        boolean kept = promises.durable() && session.mayBeStored;
        wills.crashed(session, kept);
        if (!kept || (inOrder && session.expirySeconds == 0 && !session.doubtful)) {
            session.endedByCrash = true;
            end(session, stamp);
        } else if (!inOrder && (session.confirmedExpiry < 0 || session.expirySeconds == 0)) {
            session.doubtful = true;
            session.owedSince = stamp;
            session.subscriptions.forEach(subscription -> subscription.doubt(stamp));
        }
    }

    /// The broker has restarted.
    void restarted() {
        long now = scheduler.now();
        for (ClientRecord client : clients.values()) {
            SessionRecord session = client.present();
            if (session != null && deleting.containsKey(session.key.instance())) {
                end(session, scheduler.stamp());
            }
            if (session == null || !session.isAlive()) {
                continue;
            }
            long most = session.longestExpiry * 1_000_000;
            long least = session.shortestExpiry * 1_000_000;
            boolean known = session.earliestEnd != OPEN && !session.cutByCrash;
            session.earliestEnd =
                    clockJumped ? now : Math.min(Math.min(session.storedEnd, session.earliestEnd), now + least - EARLY);
            session.latestEnd = clockJumped ? OPEN : Math.max(known ? session.latestEnd : 0, now + most + LATE);
            wills.restarted(session, !clockJumped);
        }
    }

    /// The stamp of the last crash or stop; 0 before the first.
    long crashed() {
        return crashed;
    }

    /// Allows the broker to end the connections of that client for that reason.
    void allow(ClientKey key, Cause cause) {
        client(key).allow(cause);
    }

    void deleting(String instance) {
        deleting.put(instance, scheduler.stamp());
        clients.forEach((key, client) -> {
            if (key.instance().equals(instance)) {
                client.connections.forEach(connection -> connection.allow(Cause.ADMINISTRATOR));
            }
        });
    }

    void deleted(String instance) {
        long stamp = scheduler.stamp();
        clients.forEach((key, client) -> {
            SessionRecord session = client.present();
            if (key.instance().equals(instance) && session != null && session.connection == null) {
                end(session, stamp);
            }
        });
    }

    void created(String instance) {
        deleting.remove(instance);
    }

    boolean isDeleted(String instance) {
        return deleting.containsKey(instance);
    }
}
