package io.hongyan.broker.session;

import io.hongyan.broker.auth.AuthResult.Admitted;
import io.hongyan.broker.auth.Client;
import io.hongyan.broker.auth.Identity;
import io.hongyan.broker.auth.Rules;
import io.hongyan.broker.event.DropReason;
import io.hongyan.broker.message.Message;
import io.hongyan.broker.route.Fanout;
import io.hongyan.broker.route.Receiver;
import io.hongyan.broker.route.SharedGroup;
import io.hongyan.broker.route.Target;
import io.hongyan.broker.store.SessionKey;
import io.hongyan.broker.store.ShardStore;
import io.hongyan.codec.ProtocolException;
import io.hongyan.codec.QoS;
import io.hongyan.codec.ReasonCode;
import io.hongyan.codec.Version;
import io.hongyan.codec.packet.Auth;
import io.hongyan.codec.packet.Connect;
import io.hongyan.codec.packet.Disconnect;
import io.hongyan.codec.packet.Packet;
import io.hongyan.codec.packet.PingReq;
import io.hongyan.codec.packet.PingResp;
import io.hongyan.codec.packet.PubAck;
import io.hongyan.codec.packet.PubComp;
import io.hongyan.codec.packet.PubRec;
import io.hongyan.codec.packet.PubRel;
import io.hongyan.codec.packet.Publish;
import io.hongyan.codec.packet.Subscribe;
import io.hongyan.codec.packet.Unsubscribe;
import io.hongyan.codec.packet.Will;
import io.hongyan.codec.property.Property;
import io.hongyan.codec.topic.Topic;
import io.hongyan.codec.wire.PacketEncoder;
import io.hongyan.transport.CloseCause;
import io.hongyan.transport.Connection;
import io.hongyan.transport.ConnectionHandler;
import io.hongyan.transport.Peer;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/// One client's session: what must be remembered of it, with or without a connection, and the switch that each of its
/// packets goes through. What a packet does is told by [Publishing], [Subscribing], [Outgoing] and [Lifecycle].
///
/// Confined to its shard: nothing here is locked or volatile.
public final class Session implements Receiver, Client, ConnectionHandler, Timers.Timed {
    private static final Peer NOBODY =
            new Peer(java.net.InetSocketAddress.createUnresolved("0.0.0.0", 0), "", false, null, java.util.List.of());

    private final Space space;
    private final String clientId;
    final Subscriptions subscriptions = new Subscriptions();

    private @Nullable Connection connection;
    private Terms terms;
    private Identity identity;
    private Rules rules;
    private boolean cleanSession;
    private boolean ordered;
    private long number;
    int keepAliveBeats;
    int lastSeenBeat;

    /// Life after the connection in seconds; [#FOR_EVER] without end.
    long expirySeconds;
    /// It was to outlive its connection until the client changed its mind.
    boolean givenUp;

    /// Steady milliseconds at which the session, or its will, is due while there is no connection.
    long expiresAt = Timers.NEVER;

    long willAt = Timers.NEVER;
    long wakeAt = Timers.NEVER;

    @Nullable
    Will will;

    @Nullable
    Outgoing outgoing;

    @Nullable
    Incoming incoming;

    @Nullable
    Aliases aliases;

    @Nullable
    Tasks tasks;

    @Nullable
    Reauthentication authentication;

    /// Session Expiry Interval without end.
    static final long FOR_EVER = 0xffff_ffffL;

    Session(Space space, String clientId, Admitted admitted) {
        this.space = space;
        this.clientId = clientId;
        this.identity = admitted.identity();
        this.rules = admitted.rules();
        this.terms = home().usual(Version.MQTT_3_1_1);
    }

    /// Takes a connection over, with what its CONNECT said.
    void attach(Connection newConnection, Connect connect, Admitted admitted) {
        connection = newConnection;
        identity = admitted.identity();
        rules = admitted.rules();
        will = connect.will();
        willAt = Timers.NEVER;
        expiresAt = Timers.NEVER;
        ordered = false;
        terms = Terms.of(connect, home().config(), home().usual(connect.version()));
        int aliasMaximum = (int) Math.min(
                home().config().protocol().outgoingAliases(),
                connect.properties().number(Property.TOPIC_ALIAS_MAXIMUM, 0));
        aliases = aliasMaximum == 0 ? null : new Aliases(aliasMaximum);
    }

    /// Ends the hold of the connection, and gives it for a last word.
    @Nullable
    Connection detach() {
        Connection old = connection;
        connection = null;
        return old;
    }

    // What came in.

    @Override
    public void received(Connection from, ByteBuffer frame) {
        if (!current(from)) {
            return;
        }
        Shard shard = space.shard();
        shard.counters().received(frame.remaining());
        lastSeenBeat = shard.beat();
        Packet packet = shard.decoder().decode(frame, terms.version());
        switch (packet) {
            case Publish p -> shard.publishing().publish(this, p);
            case PubAck p -> outgoing().acknowledged(p.packetId());
            case PubRec p -> outgoing().received(p.packetId(), p.reason());
            case PubRel p -> shard.publishing().release(this, p);
            case PubComp p -> outgoing().completed(p.packetId());
            case PingReq _ -> send(PingResp.PINGRESP);
            case Subscribe p -> shard.subscribing().subscribe(this, p);
            case Unsubscribe p -> shard.subscribing().unsubscribe(this, p);
            case Disconnect p -> shard.lifecycle().disconnected(this, p);
            case Auth p -> shard.lifecycle().authenticate(this, p);
            case Connect _ -> throw ProtocolException.error("MQTT-3.1.0-2", "a second CONNECT");
            default -> throw ProtocolException.error("4.13", packet.getClass().getSimpleName() + " is for clients");
        }
    }

    @Override
    public void violated(Connection from, ProtocolException violation) {
        if (current(from)) {
            home().lifecycle().end(this, violation.reason(), violation.text(version()), true, true);
        }
    }

    @Override
    public void drained(Connection from) {
        if (current(from)) {
            if (outgoing != null) {
                outgoing.pump();
            }
            roomAgain();
        }
    }

    @Override
    public void closed(Connection from, CloseCause cause) {
        if (current(from)) {
            String why = cause == CloseCause.PEER ? "closed by the client" : "connection lost";
            home().lifecycle().end(this, ReasonCode.UNSPECIFIED_ERROR, why, false, true);
        }
    }

    @Override
    public long fire(long now) {
        return home().lifecycle().wake(this, now);
    }

    @SuppressWarnings("ReferenceEquality") // the very connection that this session owns
    private boolean current(Connection from) {
        return from == connection;
    }

    // What goes out.

    @Override
    public void deliver(Message message, Target target, @Nullable SharedGroup group, Fanout fanout) {
        home().delivering().deliver(this, message, target, group, fanout);
    }

    /// Sends a packet, without what the client's limits forbid. One that is still too large ends the connection, since
    /// the client would wait for it for ever [MQTT-3.1.2-24].
    void send(Packet packet) {
        Connection to = connection;
        if (to == null) {
            return;
        }
        Version version = terms.version();
        Packet fit = PacketEncoder.fitted(packet, version, terms.maxPacketBytes(), terms.problemInformation());
        int size = PacketEncoder.size(fit, version);
        if (size <= terms.maxPacketBytes()) {
            PacketEncoder.encode(fit, version, to.frame(size));
            home().counters().sent(size);
        } else if (!(packet instanceof Disconnect)) {
            String why = packet.getClass().getSimpleName() + " of " + size + " bytes; the client takes "
                    + terms.maxPacketBytes();
            home().lifecycle().end(this, ReasonCode.PACKET_TOO_LARGE, why, true, true);
        }
    }

    /// Sends a four-byte acknowledgement that says success.
    void ack(int firstByte, int packetId) {
        Connection to = connection;
        if (to != null) {
            PacketEncoder.encodeAck(firstByte, packetId, to.frame(4));
            home().counters().sent(4);
        }
    }

    /// An acknowledgement or a read made room: retained messages that wait may go on.
    void roomAgain() {
        if (subscriptions.hasWalks()) {
            home().subscribing().walk(this);
        }
    }

    /// Whether the client reads fast enough to get more.
    boolean writable() {
        Connection to = connection;
        return to != null && to.backlog() <= home().config().memory().connectionBacklog();
    }

    /// The publisher was slowed, and may go on.
    void resumePublisher() {
        if (connection != null) {
            connection.resumeReading();
        }
    }

    /// A message that is not in memory was dropped.
    void dropped(DropReason reason) {
        home().dropped(instance(), clientId, "", reason);
    }

    void dropped(Message message, DropReason reason) {
        home().dropped(instance(), clientId, message.topic().toString(), reason);
    }

    // What it is.

    /// Whether that connection is still its own.
    @SuppressWarnings("ReferenceEquality")
    boolean isOn(@Nullable Connection some) {
        return some != null && some == connection;
    }

    /// Whether nothing that was begun with this client waits for an acknowledgement.
    boolean settled() {
        return (outgoing == null || outgoing.inflight() == 0) && (incoming == null || incoming.outstanding() == 0);
    }

    /// The number of its filters.
    public int filters() {
        return subscriptions.size();
    }

    /// The messages that wait for it.
    public int queued() {
        return outgoing == null ? 0 : outgoing.queued();
    }

    public Space space() {
        return space;
    }

    Shard home() {
        return space.shard();
    }

    ShardStore store() {
        return space.shard().store();
    }

    /// The store may forget a message: it is finished or dropped.
    void forget(Delivery delivery) {
        if (!stored()) {
            return;
        }
        if (delivery.unit == null) {
            store().done(number, delivery.sequence);
        } else {
            store().within(delivery.unit, () -> store().done(number, delivery.sequence));
        }
    }

    /// Its number in the store; 0 while it has none.
    long number() {
        return number;
    }

    void number(long given) {
        number = given;
    }

    /// Whether what happens to it is written to a durable store.
    boolean stored() {
        return number != 0 && persistent();
    }

    SessionKey key() {
        return new SessionKey(instance(), clientId);
    }

    @Nullable
    Connection connection() {
        return connection;
    }

    Outgoing outgoing() {
        Outgoing present = outgoing;
        if (present == null) {
            present = new Outgoing(this);
            outgoing = present;
        }
        return present;
    }

    Incoming incoming() {
        Incoming present = incoming;
        if (present == null) {
            present = new Incoming();
            incoming = present;
        }
        return present;
    }

    Rules rules() {
        return rules;
    }

    void permit(Admitted admitted) {
        identity = admitted.identity();
        rules = admitted.rules();
    }

    int window() {
        return terms.window();
    }

    int maxPacketBytes() {
        return terms.maxPacketBytes();
    }

    /// Whether it outlives its connection.
    boolean persistent() {
        return expirySeconds > 0;
    }

    void cleanSession(boolean clean) {
        cleanSession = clean;
    }

    @Override
    public int shard() {
        return space.shard().index();
    }

    @Override
    public boolean connected() {
        return connection != null;
    }

    @Override
    public String instance() {
        return space.instance().name();
    }

    @Override
    public String clientId() {
        return clientId;
    }

    @Override
    public Identity identity() {
        return identity;
    }

    @Override
    public Version version() {
        return terms.version();
    }

    @Override
    public Peer peer() {
        return connection == null ? NOBODY : connection.peer();
    }

    @Override
    public boolean cleanSession() {
        return cleanSession;
    }

    @Override
    public boolean ordered() {
        return ordered;
    }

    @Override
    public void ordered(boolean on) {
        ordered = on;
    }

    @Override
    public void send(Topic topic, byte[] payload, QoS qos) {
        if (connection != null) {
            home().delivering().direct(this, Message.ofServer(topic, payload, qos, false));
        }
    }

    @Override
    public void disconnect(ReasonCode reason, String why) {
        home().lifecycle().end(this, reason, why, true, true);
    }

    @Override
    public int recheck() {
        return home().subscribing().recheck(this);
    }

    @Override
    public void after(Duration delay, Runnable task) {
        if (connection != null) {
            Tasks present = tasks;
            if (present == null) {
                present = new Tasks();
                tasks = present;
            }
            present.add(home().timers().now() + delay.toMillis(), task);
            home().lifecycle().schedule(this);
        }
    }

    @Override
    public Executor executor() {
        return home().loop();
    }
}
