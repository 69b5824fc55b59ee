package io.hongyan.cli.bench;

import static io.hongyan.codec.ReasonCode.SUCCESS;

import io.hongyan.codec.ProtocolException;
import io.hongyan.codec.QoS;
import io.hongyan.codec.ReasonCode;
import io.hongyan.codec.Version;
import io.hongyan.codec.packet.Auth;
import io.hongyan.codec.packet.ConnAck;
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
import io.hongyan.codec.packet.SubAck;
import io.hongyan.codec.packet.Subscribe;
import io.hongyan.codec.packet.Subscription;
import io.hongyan.codec.packet.UnsubAck;
import io.hongyan.codec.packet.Unsubscribe;
import io.hongyan.codec.property.Properties;
import io.hongyan.codec.property.Property;
import io.hongyan.codec.topic.Topic;
import io.hongyan.codec.wire.PacketDecoder;
import io.hongyan.codec.wire.PacketEncoder;
import io.hongyan.transport.CloseCause;
import io.hongyan.transport.Connection;
import io.hongyan.transport.ConnectionHandler;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// One MQTT connection of the load generator, from CONNECT to its end; it does not reconnect. It works on codec and
/// transport alone, with no thread, timer or future of its own.
///
/// Messages wait in the [SendQueue] while its window is full or the connection has more than a mebibyte to send. It has
/// no bound of its own: whoever publishes waits for [LoadClientEvents#published].
///
/// Confined to the connection's loop.
final class LoadClient implements ConnectionHandler {
    private static final long BACKLOG_LIMIT = 1 << 20;

    private final Connect connect;
    private final Version version;
    private final LoadClientEvents events;
    private final PacketDecoder decoder;
    private final LongSupplier nanoTime;
    private final SendQueue queue;
    private final Set<Integer> unreleased = new HashSet<>();
    private final Map<Integer, Topic> aliases = new HashMap<>();
    private @Nullable Connection connection;
    private Properties limits = Properties.NONE;
    private @Nullable ConnectionEnd end;
    private boolean accepted;
    private boolean pinged;
    private long keepAliveNanos;
    private long lastSent;
    private long pingSent;

    /// @param connect the first packet
    /// @param window the most messages of QoS 1 and 2 to send ahead of their acknowledgements; a 5.0 server may lower
    ///   it
    /// @param decoder may serve other clients of the same loop
    LoadClient(Connect connect, int window, LoadClientEvents events, PacketDecoder decoder, LongSupplier nanoTime) {
        this.connect = connect;
        this.version = connect.version();
        this.queue = new SendQueue(window);
        this.events = events;
        this.decoder = decoder;
        this.nanoTime = nanoTime;
    }

    /// The connection is there: sends CONNECT.
    void opened(Connection opened) {
        connection = opened;
        if (end != null) {
            opened.abort();
            return;
        }
        keepAliveNanos = connect.keepAlive() * 1_000_000_000L;
        send(connect);
    }

    /// Sends a message now or as soon as the window allows.
    void publish(LoadMessage message) {
        queue.add(message);
        flush();
    }

    /// Forgets what was never sent. For the end, when no other connection goes on with it.
    void forgetQueue() {
        queue.forgetQueue();
    }

    /// Asks for messages. The answer comes as [LoadClientEvents#subscribed].
    void subscribe(List<Subscription> subscriptions, Properties properties) {
        send(new Subscribe(queue.nextPacketId(), subscriptions, properties));
    }

    /// Says DISCONNECT and ends the connection after what was sent before.
    void disconnect(Disconnect packet) {
        if (end == null && accepted) {
            send(packet);
        }
        end(new ConnectionEnd.Finished());
    }

    /// Ends the connection without a word, as a crash would.
    void abort(String why) {
        if (connection == null) {
            end(new ConnectionEnd.Lost(why));
        } else if (end == null) {
            end = new ConnectionEnd.Lost(why);
            connection.abort();
        }
    }

    /// To be called about once a second: keeps the connection alive, and notices when the server no longer answers.
    void tick() {
        if (end != null || !accepted) {
            return;
        }
        flush();
        long now = nanoTime.getAsLong();
        if (keepAliveNanos == 0) {
            return;
        }
        if (pinged && now - pingSent >= keepAliveNanos) {
            abort("the server did not answer a ping within " + keepAliveNanos / 1_000_000_000L + " s");
        } else if (!pinged && now - lastSent >= keepAliveNanos - 1_000_000_000L) {
            pinged = true;
            pingSent = now;
            send(PingReq.PINGREQ);
        }
    }

    @Override
    public void received(Connection from, ByteBuffer frame) {
        Packet packet = decoder.decode(frame, version);
        if (end != null) {
            return;
        }
        if (!accepted && !(packet instanceof ConnAck)) {
            throw ProtocolException.error("MQTT-3.2.0-1", "the first packet of the server is no CONNACK");
        }
        switch (packet) {
            case Publish p -> message(p);
            case PubAck p -> acknowledged(p.packetId(), QoS.AT_LEAST_ONCE, p.reason());
            case PubRec p -> recorded(p);
            case PubRel p -> released(p);
            case PubComp p -> acknowledged(p.packetId(), QoS.EXACTLY_ONCE, SUCCESS);
            case SubAck p -> events.subscribed(p);
            case UnsubAck p -> throw unexpected(p);
            case PingResp p -> pinged = false;
            case ConnAck p -> answered(p);
            case Disconnect p -> dismissed(p);
            case Connect p -> throw unexpected(p);
            case Subscribe p -> throw unexpected(p);
            case Unsubscribe p -> throw unexpected(p);
            case PingReq p -> throw unexpected(p);
            case Auth p -> throw unexpected(p);
        }
    }

    @Override
    public void violated(Connection from, ProtocolException violation) {
        if (version.isV5() && accepted) {
            send(new Disconnect(violation.reason(), Properties.NONE));
        }
        end(new ConnectionEnd.Lost(
                "the server broke the protocol (" + violation.clause() + "): " + violation.getMessage()));
    }

    @Override
    public void drained(Connection from) {
        flush();
    }

    @Override
    public void closed(Connection from, CloseCause cause) {
        if (end == null) {
            String what = cause == CloseCause.FAULT ? "the connection broke" : "the server closed the connection";
            end = new ConnectionEnd.Lost(accepted ? what : what + " before it answered CONNECT");
        }
        events.ended(end);
    }

    private void answered(ConnAck answer) {
        if (accepted) {
            throw ProtocolException.error("MQTT-3.2.0-2", "a second CONNACK");
        }
        if (answer.reason().isError()) {
            end(new ConnectionEnd.Refused(answer));
            return;
        }
        accepted = true;
        limits = answer.properties();
        keepAliveNanos = limits.number(Property.SERVER_KEEP_ALIVE, connect.keepAlive()) * 1_000_000_000L;
        events.connected(answer);
        queue.limit(limits.number(Property.RECEIVE_MAXIMUM, 0xffff));
        flush();
    }

    private void dismissed(Disconnect packet) {
        String detail = packet.properties().text(Property.REASON_STRING);
        if (detail == null) {
            detail = packet.properties().text(Property.SERVER_REFERENCE);
        }
        end(new ConnectionEnd.Dismissed(packet.reason(), detail == null ? "" : detail));
    }

    private void message(Publish packet) {
        Publish message = withTopic(packet);
        switch (packet.qos()) {
            case AT_MOST_ONCE -> events.message(message);
            case AT_LEAST_ONCE -> {
                events.message(message);
                send(new PubAck(packet.packetId()));
            }
            case EXACTLY_ONCE -> {
                if (unreleased.add(packet.packetId())) {
                    events.message(message);
                }
                send(new PubRec(packet.packetId()));
            }
        }
    }

    /// The message with the topic that its alias stands for [MQTT-3.3.2-7].
    private Publish withTopic(Publish p) {
        int alias = (int) p.properties().number(Property.TOPIC_ALIAS, 0);
        if (p.topic().length() > 0) {
            if (alias != 0) {
                aliases.put(alias, p.topic());
            }
            return p;
        }
        Topic topic = aliases.get(alias);
        if (topic == null) {
            throw new ProtocolException(ReasonCode.TOPIC_ALIAS_INVALID, "3.3.2.3.4", "unknown topic alias " + alias);
        }
        return new Publish(topic, p.packetId(), p.qos(), p.retain(), p.dup(), p.payload(), p.properties());
    }

    private void recorded(PubRec packet) {
        if (packet.reason().isError()) {
            acknowledged(packet.packetId(), QoS.EXACTLY_ONCE, packet.reason());
        } else {
            send(queue.recorded(packet));
        }
    }

    private void released(PubRel packet) {
        boolean known = unreleased.remove(packet.packetId());
        ReasonCode reason = known ? SUCCESS : ReasonCode.PACKET_IDENTIFIER_NOT_FOUND;
        send(new PubComp(packet.packetId(), reason, Properties.NONE));
    }

    private void acknowledged(int packetId, QoS qos, ReasonCode reason) {
        LoadMessage done = queue.acknowledged(packetId, qos);
        if (done != null) {
            events.published(done.plannedNanos(), reason);
            flush();
        }
    }

    private void flush() {
        while (accepted && end == null && connection != null && connection.backlog() < BACKLOG_LIMIT) {
            LoadMessage next = queue.next();
            if (next == null) {
                return;
            }
            transfer(next);
        }
    }

    private void transfer(LoadMessage message) {
        ReasonCode obstacle = obstacle(message);
        if (obstacle != null) {
            events.published(message.plannedNanos(), obstacle);
        } else if (message.qos() == QoS.AT_MOST_ONCE) {
            send(message.packet(0));
            events.published(message.plannedNanos(), SUCCESS);
        } else {
            send(message.packet(queue.await(message)));
        }
    }

    /// Why the server would end the connection for this message ([MQTT-3.2.2-11], [MQTT-3.2.2-14], [MQTT-3.2.2-15]).
    private @Nullable ReasonCode obstacle(LoadMessage message) {
        if (message.qos().level() > limits.number(Property.MAXIMUM_QOS, 2)) {
            return ReasonCode.QOS_NOT_SUPPORTED;
        }
        if (message.retain() && !limits.flag(Property.RETAIN_AVAILABLE, true)) {
            return ReasonCode.RETAIN_NOT_SUPPORTED;
        }
        if (limits.has(Property.MAXIMUM_PACKET_SIZE)) {
            int packetId = message.qos() == QoS.AT_MOST_ONCE ? 0 : 1;
            int size = PacketEncoder.size(message.packet(packetId), version);
            return size > limits.number(Property.MAXIMUM_PACKET_SIZE, 0) ? ReasonCode.PACKET_TOO_LARGE : null;
        }
        return null;
    }

    private void send(Packet packet) {
        if (connection == null || end != null) {
            return;
        }
        int size = PacketEncoder.size(packet, version);
        PacketEncoder.encode(packet, version, connection.frame(size));
        lastSent = nanoTime.getAsLong();
    }

    /// Ends the connection after what was sent; the user is told when it is gone.
    private void end(ConnectionEnd how) {
        if (end != null) {
            return;
        }
        end = how;
        if (connection == null) {
            events.ended(how);
        } else {
            connection.close();
        }
    }

    private static ProtocolException unexpected(Packet packet) {
        String type = packet.getClass().getSimpleName();
        return ProtocolException.error("2.1.2", "the server sent " + type + ", which this client does not expect");
    }
}
