package io.hongyan.testkit.sim.model;

import io.hongyan.broker.event.DropReason;
import io.hongyan.codec.QoS;
import io.hongyan.codec.ReasonCode;
import io.hongyan.codec.packet.ConnAck;
import io.hongyan.codec.packet.Connect;
import io.hongyan.codec.packet.Disconnect;
import io.hongyan.codec.packet.Publish;
import io.hongyan.codec.packet.SubAck;
import io.hongyan.codec.packet.Subscribe;
import io.hongyan.codec.packet.UnsubAck;
import io.hongyan.codec.packet.Unsubscribe;
import io.hongyan.codec.packet.Will;
import io.hongyan.testkit.sim.model.ConnectionRecord.Cause;
import io.hongyan.testkit.sim.world.Scheduler;
import java.util.List;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/// The model of what MQTT promises: it gets all that clients send and receive, the broker's events, and
/// what was done to the broker, and reports faults.
public final class MqttModel {
    private final Scheduler scheduler;
    private final Faults faults;
    private final Rights rights = new Rights();
    private final Publications publications = new Publications();
    private final Promises promises;
    private final Wills wills;
    private final Timeline timeline;
    private final Requests requests;
    private final Deliveries deliveries;
    private final Debts debts;
    private final SharedDebts sharedDebts;

    public MqttModel(Scheduler scheduler, Promises promises, Faults faults) {
        this.scheduler = scheduler;
        this.promises = promises;
        this.faults = faults;
        this.wills = new Wills(scheduler, publications);
        this.timeline = new Timeline(scheduler, faults, promises, rights, wills);
        this.requests = new Requests(scheduler, faults, rights, publications, timeline);
        this.deliveries = new Deliveries(
                scheduler,
                faults,
                publications,
                timeline,
                new Entitlements(scheduler, faults, promises, publications, timeline));
        this.debts = new Debts(scheduler, faults, promises, publications, timeline);
        this.sharedDebts = new SharedDebts(scheduler, faults, promises, publications, timeline);
    }

    /// What clients may do.
    public Rights rights() {
        return rights;
    }

    // What clients do.

    /// A CONNECT is sent on a new connection.
    ///
    /// @param port tells connections apart
    public ConnectionRecord connecting(ClientKey key, Connect connect, int port) {
        ConnectionRecord connection = new ConnectionRecord(port, key, connect, scheduler.stamp(), scheduler.now());
        timeline.requested(connection);
        if (timeline.isDeleted(key.instance())) {
            connection.allow(Cause.ADMINISTRATOR);
        }
        return connection;
    }

    /// Its will, with a payload that names it.
    public void will(ConnectionRecord connection, Will will, Publication publication) {
        connection.will = new WillRecord(publication, will);
    }

    /// A new publication, which is not sent yet.
    ///
    /// @param content made from its number
    public Publication publication(ClientKey publisher, boolean will, IntFunction<Publication.Content> content) {
        Publication.Kind kind = will ? Publication.Kind.WILL : Publication.Kind.CLIENT;
        return publications.create(kind, publisher, content.apply(publications.nextId()));
    }

    /// The broker is asked to publish something by itself.
    public Publication publishedByServer(String instance, IntFunction<Publication.Content> content) {
        ClientKey server = new ClientKey(instance, "");
        Publication p = publications.create(Publication.Kind.SERVER, server, content.apply(publications.nextId()));
        p.copies = 1;
        p.began = scheduler.stamp();
        p.beganMicros = scheduler.now();
        publications.mayRetain(p);
        return p;
    }

    /// The broker has answered: everything that must be durable is, or the message was refused.
    public void publishedByServer(Publication publication, boolean accepted) {
        publication.end(scheduler.stamp(), scheduler.now());
        publication.outcome = accepted ? Publication.Outcome.ACCEPTED : Publication.Outcome.REFUSED;
    }

    /// Checks the queue of a rule.
    public SentOn sentOn() {
        return new SentOn(publications, faults);
    }

    /// A PUBLISH was sent, for the first time or again.
    ///
    /// @param packetId 0 at QoS 0
    public void sent(ConnectionRecord connection, Publication publication, int packetId) {
        requests.sent(connection, publication, packetId);
    }

    /// A direct message does not wait for a receiver that is away.
    public void notKept(Publication publication) {
        publication.kept = false;
    }

    /// PUBREL was sent.
    public void released(ConnectionRecord connection, int packetId, Publication publication) {
        requests.released(connection, packetId, publication);
    }

    /// SUBSCRIBE was sent.
    ///
    /// @param id 0 for none
    public void subscribing(ConnectionRecord connection, Subscribe packet, int id) {
        requests.subscribe(connection, packet, id);
    }

    /// UNSUBSCRIBE was sent.
    public void unsubscribing(ConnectionRecord connection, Unsubscribe packet) {
        requests.unsubscribe(connection, packet);
    }

    /// PINGREQ was sent.
    public void pinged(ConnectionRecord connection) {
        connection.pings.add(scheduler.stamp());
    }

    /// PUBACK or PUBCOMP was sent.
    public void finished(ConnectionRecord connection, int packetId) {
        deliveries.finished(connection, packetId);
    }

    /// PUBACK or PUBREC was sent, with an error.
    public void rejected(ConnectionRecord connection, QoS qos, int packetId) {
        deliveries.rejected(connection, qos, packetId);
    }

    /// PUBREC was sent.
    public void recorded(ConnectionRecord connection, int packetId) {
        deliveries.recorded(connection, packetId);
    }

    /// DISCONNECT was sent.
    public void disconnecting(ConnectionRecord connection, Disconnect packet) {
        connection.disconnect = packet;
    }

    /// Something was sent.
    public void spoke(ConnectionRecord connection) {
        connection.lastSentMicros = scheduler.now();
    }

    /// The client ended the connection, or has heard of its end.
    public void closed(ConnectionRecord connection, boolean byClient) {
        connection.closed = true;
        if (byClient) {
            connection.allow(Cause.CUT);
        } else if (!connection.acknowledged
                && connection.causes.isEmpty()
                && timeline.crashed() < connection.requested
                && !timeline.isDeleted(connection.key.instance())) {
            faults.add(connection + " was closed without CONNACK and without a cause");
        }
    }

    // What clients receive.

    public void connAck(ConnectionRecord connection, ConnAck packet) {
        requests.connAck(connection, packet);
    }

    public void pubAck(ConnectionRecord connection, int packetId, ReasonCode reason) {
        requests.pubAck(connection, packetId, reason);
    }

    public void pubRec(ConnectionRecord connection, int packetId, ReasonCode reason) {
        requests.pubRec(connection, packetId, reason);
    }

    public void pubComp(ConnectionRecord connection, int packetId) {
        requests.pubComp(connection, packetId);
    }

    public void subAck(ConnectionRecord connection, SubAck packet) {
        requests.subAck(connection, packet);
    }

    public void unsubAck(ConnectionRecord connection, UnsubAck packet) {
        requests.unsubAck(connection, packet);
    }

    public void pong(ConnectionRecord connection) {
        requests.pong(connection);
    }

    /// DISCONNECT came.
    public void goodbye(ConnectionRecord connection) {
        connection.serverSaidGoodbye = true;
    }

    /// PUBLISH came.
    ///
    /// @param packet with its topic, also where that came by alias
    /// @param bytes of the frame
    public void received(ConnectionRecord connection, Publish packet, int bytes) {
        deliveries.received(connection, packet, bytes);
    }

    /// PUBREL came.
    ///
    /// @param known whether the client has that identifier
    public void pubRel(ConnectionRecord connection, int packetId, ReasonCode reason, boolean known) {
        deliveries.released(connection, packetId, reason, known);
    }

    /// A packet came: none may come after the broker's DISCONNECT, none before CONNACK.
    public void heard(ConnectionRecord connection, String packet) {
        requests.heard(connection, packet);
    }

    /// A packet came that no broker may send.
    public void nonsense(ConnectionRecord connection, String what) {
        faults.add(connection + ": " + what);
    }

    // What the broker tells by its events.

    public void connected(ClientKey key, int port, boolean cleanStart, boolean present) {
        timeline.connected(key, port, cleanStart, present);
    }

    public void disconnected(ClientKey key, int port, ReasonCode reason, String why) {
        timeline.disconnected(key, port, reason, why);
    }

    public void sessionEnded(ClientKey key, String why) {
        timeline.sessionEnded(key, why);
    }

    public void willDropped(ClientKey key) {
        timeline.willDropped(key);
    }

    public void dropped(ClientKey key, String topic, DropReason reason) {
        timeline.dropped(key, topic, reason);
    }

    // What is done to the broker.

    /// The broker died, or stopped in order.
    public void crashed(boolean inOrder) {
        timeline.crashed(inOrder);
        if (!promises.durable()) {
            publications.forgetRetained(scheduler.stamp());
        } else {
            publications.crashed();
        }
    }

    /// The broker has restarted.
    public void restarted() {
        timeline.restarted();
    }

    /// The disk fails or is slow for a while: the broker may refuse what it cannot keep.
    public void diskDisturbed() {
        timeline.diskDisturbed();
    }

    /// The wall clock was set by that much, in milliseconds.
    public void clockJumped(long millis) {
        timeline.clockJumped();
        deliveries.clockJumped();
        debts.clockJumped(millis * 1000);
        sharedDebts.clockJumped(millis * 1000);
    }

    /// The deletion of an instance begins: none of its clients is accepted any more.
    public void deleting(String instance) {
        timeline.deleting(instance);
    }

    /// The deletion is done.
    public void deleted(String instance) {
        timeline.deleted(instance);
        publications.deleted(instance, scheduler.stamp());
    }

    /// An instance of that name exists again.
    public void created(String instance) {
        timeline.created(instance);
    }

    /// Gives or takes a right.
    ///
    /// @param topic a topic to publish to, or the text of a filter to subscribe
    public void setRight(ClientKey key, boolean publish, String topic, boolean allowed) {
        rights.set(key, publish, topic, allowed, scheduler.stamp());
        if (!allowed && !publish) {
            requests.rightTaken(key, topic);
        }
    }

    /// Gives all rights to everybody.
    public void allowAll() {
        rights.allowAll(scheduler.stamp());
    }

    /// A hook threw in the name of that client.
    public void disturbed(ClientKey key) {
        for (SessionRecord session : timeline.client(key).sessions) {
            session.disturbed |= session.isAlive();
        }
        timeline.allow(key, Cause.INJECTED);
    }

    /// Allows the broker to end the connections of that client for that reason.
    public void allow(ClientKey key, Cause cause) {
        timeline.allow(key, cause);
    }

    // What the broker owes.

    /// Whether everything that was asked has been answered.
    public boolean isCalm() {
        return timeline.clients().stream()
                .flatMap(client -> client.connections.stream())
                .allMatch(connection -> connection.closed || connection.isAnswered());
    }

    /// Network and disk are well, and time has passed.
    public void settled() {
        debts.check();
    }

    /// As [#settled], and all clients with a session have been connected and served.
    public void finished() {
        sharedDebts.check();
    }

    /// These must have been accepted, whatever happened before.
    public void probed(List<Publication> probes) {
        for (Publication probe : probes) {
            SessionRecord session = probe.last == null ? null : probe.last.session;
            if (!probe.isAccepted() && (session == null || !session.disturbed)) {
                faults.add("nothing waits any more, but the broker did not take " + probe);
            }
        }
    }

    /// Something that was asked of the broker itself does not end.
    public void stuck(String what) {
        faults.add(what);
    }

    /// Whether no client of that instance is accepted.
    public boolean isDeleted(String instance) {
        return timeline.isDeleted(instance);
    }

    /// The number of sessions that the broker must have, -1 when it cannot be known.
    public int sessions() {
        int count = 0;
        for (ClientRecord client : timeline.clients()) {
            SessionRecord session = client.present();
            boolean unsure = client.ghost != null
                    || (session != null && (session.doubtful || session.disturbed || session.connection == null));
            if (unsure) {
                return -1;
            }
            count += session == null ? 0 : 1;
        }
        return count;
    }

    /// Whether that client may have a session.
    public boolean mayHaveSession(ClientKey key) {
        ClientRecord client = timeline.client(key);
        return client.present() != null || client.ghost != null;
    }

    /// Why a run cannot tell of its sessions; for reports.
    public @Nullable String present(ClientKey key) {
        SessionRecord session = timeline.client(key).present();
        return session == null ? null : session.toString();
    }
}
