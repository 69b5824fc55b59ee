package io.hongyan.broker.session;

import io.hongyan.broker.context.ShardContext;
import io.hongyan.broker.context.Timers;
import io.hongyan.broker.event.BrokerEvent;
import io.hongyan.broker.event.Counters;
import io.hongyan.broker.session.ack.AckConnection;
import io.hongyan.broker.session.ack.AckQueue;
import io.hongyan.broker.session.ack.PendingPacket;
import io.hongyan.broker.session.state.ClientLimits;
import io.hongyan.broker.session.state.DelayedTasks;
import io.hongyan.broker.session.state.InboundAliases;
import io.hongyan.broker.session.state.OutboundAliases;
import io.hongyan.broker.store.OpenChannel;
import io.hongyan.broker.store.TransientSession;
import io.hongyan.codec.ProtocolException;
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
import io.hongyan.codec.property.Property;
import io.hongyan.codec.wire.PacketEncoder;
import io.hongyan.transport.CloseCause;
import io.hongyan.transport.Connection;
import io.hongyan.transport.ConnectionHandler;
import io.hongyan.transport.Peer;
import io.hongyan.transport.TlsTerms;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// One connection of a client that is in: everything that ends with the connection, and the switch that each packet
/// goes through.
///
/// Confined to the session's shard.
public final class ClientConnection implements ConnectionHandler, AckConnection {
    /// Not null when business systems were told that this connection is open.
    private @Nullable OpenChannel channel;

    private static final Duration LOOK_AGAIN = Duration.ofMillis(Timers.TICK_MILLIS);

    private final Session session;
    private final SessionServices services;
    private final Connection transport;
    private final ClientLimits limits;
    private final AckQueue acks = new AckQueue(this);
    private final ConnectionFacts facts;
    private int keepAliveTicks;
    private int lastSeenTick;
    private boolean ordered;
    private boolean watched;
    private @Nullable PendingRefusal refusal;
    private final @Nullable OutboundAliases outboundAliases;
    private @Nullable InboundAliases inboundAliases;
    private @Nullable DelayedTasks tasks;
    private @Nullable Reauthentication reauthentication;

    public ClientConnection(Session session, SessionServices services, Connection transport, Connect connect) {
        this.session = session;
        this.services = services;
        this.transport = transport;
        this.limits = session.limits();
        this.facts = new ConnectionFacts(services.context().clock().wallMillis(), connect.cleanStart());
        int aliases = (int) Math.min(
                services.context().config().protocol().outgoingAliases(),
                connect.properties().number(Property.TOPIC_ALIAS_MAXIMUM, 0));
        this.outboundAliases = aliases == 0 ? null : new OutboundAliases(aliases);
    }

    /// Begins to watch for silence.
    ///
    /// @param seconds the keep alive; 0 = the client may be silent for ever
    public void keepAlive(int seconds) {
        keepAliveTicks = (seconds * 1500 + Timers.TICK_MILLIS - 1) / Timers.TICK_MILLIS;
        lastSeenTick = services.context().timers().ticks();
    }

    /// The client may authenticate again.
    public void reauthentication(Reauthentication again) {
        reauthentication = again;
    }

    // What came in.

    @Override
    public void received(Connection from, ByteBuffer frame) {
        if (!isCurrent()) {
            return;
        }
        try {
            receive(frame);
        } catch (ProtocolException violation) {
            throw violation;
        } catch (Throwable error) {
            session.failed(error);
        }
    }

    private void receive(ByteBuffer frame) {
        ShardContext shard = services.context();
        shard.counters().received(frame.remaining());
        lastSeenTick = shard.timers().ticks();
        Packet packet = services.publishes().decode(frame, limits.version());
        if (packet instanceof Publish publish) { // apart, so that the JIT compiler sees all of its way at once
            services.publishes().publish(this, publish);
        } else {
            control(packet);
        }
    }

    private void control(Packet packet) {
        switch (packet) {
            case PubAck p -> session.outbound().acknowledged(p.packetId());
            case PubRec p -> session.outbound().received(p.packetId(), p.reason());
            case PubRel p -> services.publishes().release(this, p);
            case PubComp p -> session.outbound().completed(p.packetId());
            case PingReq _ -> send(PingResp.PINGRESP);
            case Subscribe p -> services.subscriptions().subscribe(this, p);
            case Unsubscribe p -> services.subscriptions().unsubscribe(this, p);
            case Disconnect p -> services.lifecycle().disconnected(session, p);
            case Auth p -> authenticate(p);
            case Connect _ -> throw ProtocolException.error("MQTT-3.1.0-2", "a second CONNECT");
            default -> throw ProtocolException.error("4.13", packet.getClass().getSimpleName() + " is for clients");
        }
    }

    private void authenticate(Auth auth) {
        Reauthentication again = reauthentication;
        if (again == null) {
            throw ProtocolException.error("MQTT-4.12.0-7", "AUTH without an authentication method in CONNECT");
        }
        again.received(this, auth);
    }

    @Override
    public boolean violated(Connection from, RuntimeException fault) {
        if (!(fault instanceof ProtocolException violation)) {
            return false;
        }
        if (isCurrent()) {
            end(violation.reason(), violation.text(version()), true);
        }
        return true;
    }

    @Override
    public void drained(Connection from) {
        if (isCurrent()) {
            try {
                session.drained();
            } catch (Throwable error) {
                session.failed(error);
            }
        }
    }

    @Override
    public void closed(Connection from, CloseCause cause) {
        if (isCurrent()) {
            String why = cause == CloseCause.PEER ? BrokerEvent.Disconnected.CLOSED_BY_CLIENT : "connection lost";
            end(ReasonCode.UNSPECIFIED_ERROR, why, false);
        }
    }

    /// @param tell whether a 5.0 client gets DISCONNECT with the reason
    void end(ReasonCode reason, String why, boolean tell) {
        services.lifecycle().end(session, reason, why, tell, true);
    }

    // What goes out.

    /// Sends a packet, without what the client's limits forbid. One that is still too large cannot be left out
    /// silently: the client would wait for it for ever.
    @Override
    public void send(Packet packet) {
        Packet fit =
                PacketEncoder.fitted(packet, limits.version(), limits.maxPacketBytes(), limits.problemInformation());
        int size = PacketEncoder.size(fit, limits.version());
        if (size <= limits.maxPacketBytes()) {
            PacketEncoder.encode(fit, limits.version(), frame(size));
            counters().sent(size);
        } else if (!(packet instanceof Disconnect)) {
            String why = packet.getClass().getSimpleName() + " of " + size + " bytes; the client takes "
                    + limits.maxPacketBytes();
            end(ReasonCode.PACKET_TOO_LARGE, why, true);
        }
    }

    /// Sends a four-byte acknowledgement that says success.
    void ack(int firstByte, int packetId) {
        PacketEncoder.encodeAck(firstByte, packetId, frame(4));
        counters().sent(4);
    }

    /// Sends an acknowledgement after those that are due before it.
    void acknowledge(Packet packet) {
        acks.add(packet);
    }

    /// Sends an acknowledgement when the session's writes up to now are durable, and after those that are due before
    /// it.
    void acknowledgeWhenDurable(Packet packet) {
        if (session.store().equals(TransientSession.NOTHING)) {
            acknowledge(packet);
        } else {
            acknowledge(packet, session.store()::whenDurable);
        }
    }

    /// @param when runs a task when the packet may be sent
    void acknowledge(Packet packet, Consumer<Runnable> when) {
        PendingPacket pending = new PendingPacket(packet);
        acks.add(pending);
        when.accept(() -> {
            pending.release();
            acks.flush();
        });
    }

    /// A publish was refused in a way that the client learns only from the end of the connection.
    void refuse(PendingRefusal pending) {
        refusal = pending;
        pending.begin();
    }

    /// Whether no publish of QoS 1 or 2 is taken any more.
    boolean isRefusing() {
        return refusal != null;
    }

    public AckQueue acks() {
        return acks;
    }

    /// Room for one packet.
    ByteBuffer frame(int size) {
        return transport.frame(size);
    }

    /// Whether the client reads fast enough to get more. If not, the session hears of it when it does: from the
    /// transport, or, where the listener has another idea of slow, by a look now and then.
    boolean writable() {
        if (transport.backlog() <= services.context().config().memory().connectionBacklog()) {
            return true;
        }
        if (!watched) {
            watched = true;
            after(LOOK_AGAIN, this::lookAgain);
        }
        return false;
    }

    private void lookAgain() {
        watched = false;
        if (writable()) {
            session.drained();
        }
    }

    @Override
    public void pauseReading() {
        transport.pauseReading();
    }

    @Override
    public void resumeReading() {
        transport.resumeReading();
    }

    /// Sends what was appended, and closes.
    void close() {
        transport.close();
    }

    // What it is.

    /// Whether it is still the connection of its session.
    @Override
    @SuppressWarnings("ReferenceEquality") // the very connection
    public boolean isCurrent() {
        return session.connection() == this;
    }

    public Session session() {
        return session;
    }

    Counters counters() {
        return services.context().counters();
    }

    Version version() {
        return limits.version();
    }

    int maxPacketBytes() {
        return limits.maxPacketBytes();
    }

    Peer peer() {
        return transport.peer();
    }

    public ConnectionFacts facts() {
        return facts;
    }

    /// 0 = the client may be silent for ever.
    public int keepAliveSeconds() {
        return keepAliveTicks * Timers.TICK_MILLIS / 1500; // a tick is shorter than 1.5 s: nothing is lost
    }

    public @Nullable TlsTerms tls() {
        return transport.tls();
    }

    boolean ordered() {
        return ordered;
    }

    void ordered(boolean on) {
        ordered = on;
    }

    @Nullable
    OutboundAliases outboundAliases() {
        return outboundAliases;
    }

    InboundAliases inboundAliases() {
        InboundAliases present = inboundAliases;
        if (present == null) {
            present = new InboundAliases();
            inboundAliases = present;
        }
        return present;
    }

    // Time.

    void after(Duration delay, Runnable task) {
        DelayedTasks present = tasks;
        if (present == null) {
            present = new DelayedTasks();
            tasks = present;
        }
        present.add(services.context().timers().now() + delay.toMillis(), task);
        services.lifecycle().schedule(session);
    }

    /// Does what is due.
    void wake(long now) {
        while (isCurrent() && tasks != null) {
            Runnable task = tasks.next(now);
            if (task == null) {
                break;
            }
            task.run();
        }
        int silent = services.context().timers().ticks() - lastSeenTick;
        if (isCurrent() && keepAliveTicks > 0 && silent > keepAliveTicks) {
            end(ReasonCode.KEEP_ALIVE_TIMEOUT, "silent for longer than 1.5 x keep alive", true);
        }
    }

    /// When [#wake] is due, in steady milliseconds, or [Timers#NEVER].
    long due() {
        long due = tasks == null ? Timers.NEVER : tasks.due();
        if (keepAliveTicks > 0) {
            Timers timers = services.context().timers();
            int left = keepAliveTicks + 1 - (timers.ticks() - lastSeenTick);
            due = Math.min(due, timers.now() + (long) left * Timers.TICK_MILLIS);
        }
        return due;
    }

    @Nullable
    OpenChannel channel() {
        return channel;
    }

    void channel(@Nullable OpenChannel known) {
        channel = known;
    }
}
