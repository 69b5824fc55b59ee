package io.hongyan.client.session;

import io.hongyan.client.auth.EnhancedAuth;
import io.hongyan.client.config.ServerAddress;
import io.hongyan.client.config.ServerLimits;
import io.hongyan.client.loop.ClientEventLoop;
import io.hongyan.client.message.Message;
import io.hongyan.client.message.MqttException;
import io.hongyan.client.options.ClientOptions;
import io.hongyan.client.publish.PublishConnection;
import io.hongyan.client.topic.InboundAliases;
import io.hongyan.codec.ProtocolException;
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
import io.hongyan.codec.packet.UnsubAck;
import io.hongyan.codec.packet.Unsubscribe;
import io.hongyan.codec.property.Properties;
import io.hongyan.codec.property.Property;
import io.hongyan.codec.topic.Topic;
import io.hongyan.codec.wire.PacketEncoder;
import io.hongyan.transport.CloseCause;
import io.hongyan.transport.Connection;
import io.hongyan.transport.ConnectionHandler;
import io.hongyan.transport.endpoint.TlsAlert;
import io.hongyan.transport.mqtt.MqttFraming;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// One MQTT connection from CONNECT to its end: encodes and decodes packets, enhanced authentication, keep alive. The
/// session handles the packets, and is notified of the end exactly once.
///
/// Confined to the loop.
final class ServerConnection implements ConnectionHandler, PublishConnection {
    private static final long LONGEST_PING = 20_000;

    private final Session session;
    private final ClientEventLoop loop;
    private final ClientOptions options;
    private final ServerAddress server;
    private final boolean cleanStart;
    private final int keepAlive;
    /// Until it is sent.
    private @Nullable Connect connect;
    private final @Nullable Authentication authentication;
    private final Version version;
    private final InboundAliases aliases;
    private final boolean traced;
    private final Pings pings;
    private @Nullable Connection connection;
    private @Nullable CompletableFuture<Connection> dialled;
    private @Nullable Throwable fault;
    private boolean accepted;
    private boolean over;
    private long lastSent;
    private long lastReceived;

    ServerConnection(Session session, ServerAddress server, Connect connect, @Nullable EnhancedAuth exchange) {
        this.session = session;
        this.pings = new Pings(session);
        this.loop = session.loop();
        this.options = session.options();
        this.server = server;
        this.connect = connect;
        this.cleanStart = connect.cleanStart();
        this.keepAlive = connect.keepAlive();
        this.authentication = exchange == null ? null : new Authentication(session, this, exchange);
        this.version = connect.version();
        this.traced = options.callbacks().observer().wantsPackets();
        this.aliases = new InboundAliases(version.isV5() ? options.limits().aliasesIn() : 0);
    }

    ServerAddress server() {
        return server;
    }

    /// The transport connects; ending this connection before cancels that.
    void dialling(CompletableFuture<Connection> future) {
        dialled = future;
    }

    /// The transport is connected: sends CONNECT.
    void opened(Connection opened) {
        Connect greeting = connect;
        connection = opened;
        dialled = null;
        connect = null;
        if (over || greeting == null) {
            opened.abort();
            return;
        }
        opened.frameLimit(options.limits().maximumPacketSize());
        opened.framing(MqttFraming.firstOfServer(version));
        try {
            send(greeting);
        } catch (IllegalArgumentException unfit) {
            lose(new MqttException.LoginFailed("they do not fit into CONNECT: " + ExceptionText.of(unfit), unfit));
        }
    }

    /// The server did not answer in time.
    void expire() {
        if (!accepted) {
            lose(new MqttException.Unreachable(
                    server.toString(),
                    (connection == null && options.network().proxy() != null
                                    ? "the proxy " + options.network().proxy() + " did not connect to it within "
                                    : "it did not let the client in within ")
                            + options.network().connectTimeout().toMillis() + " ms",
                    null));
        }
    }

    /// Sends DISCONNECT after the packets sent before, and closes, without notifying the session.
    void end(Disconnect farewell) {
        if (!over && accepted) {
            send(farewell);
        }
        over = true;
        failCalls(session.closedBecause());
        if (connection != null) {
            connection.close();
        } else if (dialled != null) {
            dialled.cancel(false);
        }
    }

    /// Aborts without DISCONNECT, and without notifying the session.
    void abandon() {
        over = true;
        failCalls(session.closedBecause());
        if (connection != null) {
            connection.abort();
        } else if (dialled != null) {
            dialled.cancel(false);
        }
    }

    @Override
    public long backlog() {
        return connection == null ? 0 : connection.backlog();
    }

    @Override
    public void publish(Message message, Topic topic, Properties properties, int packetId, boolean repeated) {
        byte[] payload = message.payload();
        int size = PacketEncoder.publishSize(
                topic, message.qos(), payload.length, version.isV5() ? properties.encodedLength() : 0, version);
        ByteBuffer frame = frame(size);
        if (frame != null) {
            PacketEncoder.encodePublish(
                    topic, packetId, message.qos(), message.retain(), repeated, payload, properties, version, frame);
            if (traced) {
                sent(new Publish(topic, packetId, message.qos(), message.retain(), repeated, payload, properties));
            }
        }
    }

    @Override
    public void acknowledge(int firstByte, int packetId) {
        ByteBuffer frame = frame(4);
        if (frame != null) {
            PacketEncoder.encodeAck(firstByte, packetId, frame);
            if (traced) {
                sent(Acknowledgement.packet(firstByte, packetId));
            }
        }
    }

    void send(Packet packet) {
        ByteBuffer frame = frame(PacketEncoder.size(packet, version));
        if (frame != null) {
            PacketEncoder.encode(packet, version, frame);
            if (traced) {
                sent(packet);
            }
        }
    }

    private void sent(Packet packet) {
        options.callbacks().observer().packetSent(packet);
    }

    private @Nullable ByteBuffer frame(int size) {
        if (connection == null || over) {
            return null;
        }
        lastSent = loop.now();
        return connection.frame(size);
    }

    @Override
    public void received(Connection from, ByteBuffer frame) {
        if (over) {
            return;
        }
        Packet packet = loop.decoder().decode(frame, version);
        lastReceived = loop.now();
        if (traced) {
            options.callbacks().observer().packetReceived(packet);
        }
        if (!accepted && !(packet instanceof ConnAck || packet instanceof Auth)) {
            throw ProtocolException.error("MQTT-3.2.0-1", "the first packet of the server is no CONNACK");
        }
        switch (packet) {
            case Publish p -> session.inbound().message(aliases.resolved(p));
            case PubAck p -> session.outbound().acknowledged(p.packetId(), p.reason(), p.properties());
            case PubRec p -> session.outbound().recorded(p.packetId(), p.reason(), p.properties());
            case PubRel p -> session.inbound().released(p);
            case PubComp p -> session.outbound().completed(p.packetId());
            case SubAck p ->
                session.subscriptions().answered(p.packetId(), false, "SUBACK", p.reasons(), p.properties());
            case UnsubAck p ->
                session.subscriptions().answered(p.packetId(), true, "UNSUBACK", p.reasons(), p.properties());
            case PingResp p -> pings.answered();
            case ConnAck p -> answered(p);
            case Auth p -> authenticate(p);
            case Disconnect p -> dismissed(p);
            case Connect p -> throw unexpected(p);
            case Subscribe p -> throw unexpected(p);
            case Unsubscribe p -> throw unexpected(p);
            case PingReq p -> throw unexpected(p);
        }
    }

    @Override
    public boolean violated(Connection from, RuntimeException fault) {
        if (!(fault instanceof ProtocolException violation)) {
            return false;
        }
        if (version.isV5() && accepted) {
            send(new Disconnect(violation.reason(), Properties.NONE));
        }
        from.close();
        lose(new MqttException.ServerFault(violation));
        return true;
    }

    @Override
    public void drained(Connection from) {
        session.outbound().flush();
    }

    @Override
    public void broken(Connection from, Throwable why) {
        fault = why;
    }

    @Override
    public void closed(Connection from, CloseCause cause) {
        String alert = TlsAlert.meaning(fault);
        boolean broke = cause == CloseCause.FAULT;
        if (accepted) {
            String what = broke ? "the connection to " + server + " broke" : server + " closed the connection";
            lose(new MqttException.ConnectionLost(null, what + (alert == null ? "" : ": " + alert)));
        } else if (alert != null) {
            lose(new MqttException.Unreachable(server.toString(), alert, fault));
        } else {
            lose(NoAnswer.of(server, broke));
        }
        session.connectionClosed(this);
    }

    private void answered(ConnAck answer) {
        if (accepted) {
            throw ProtocolException.error("MQTT-3.2.0-2", "a second CONNACK");
        }
        if (answer.reason().isError()) {
            String text = answer.properties().text(Property.REASON_STRING);
            String other = answer.properties().text(Property.SERVER_REFERENCE);
            lose(new MqttException.ConnectRefused(
                    server.toString(), answer.reason(), text == null && other != null ? "use " + other : text, other));
            return;
        }
        if (authentication != null
                && !authentication.proved(answer.properties().binary(Property.AUTHENTICATION_DATA))) {
            return;
        }
        if (answer.sessionPresent() && cleanStart) {
            throw ProtocolException.error("MQTT-3.2.2-2", "a session is present although a clean one was asked for");
        }
        accepted = true;
        if (connection != null) {
            connection.framing(MqttFraming.ofServer(version));
        }
        ServerLimits limits = ServerLimitsReader.read(server.toString(), answer, keepAlive);
        long keepAlive = limits.keepAlive().toMillis();
        if (keepAlive > 0) {
            loop.after(keepAlive, () -> keepAlive(keepAlive));
        }
        session.accepted(this, limits, answer);
    }

    /// Sends a ping when nothing was sent or nothing was received for the keep alive time, and ends the connection when
    /// there is no answer.
    private void keepAlive(long period) {
        if (over) {
            return;
        }
        long now = loop.now();
        long timeout = Math.min(period, LONGEST_PING);
        long quiet = now - Math.min(lastSent, lastReceived);
        if (pings.unanswered() && now - pings.lastSent() >= timeout) {
            lose(new MqttException.ConnectionLost(
                    null, server + " did not answer a ping within " + timeout + " ms; the network may be broken"));
            return;
        }
        if (!pings.unanswered() && quiet >= period - 100) {
            sendPing(new CompletableFuture<>());
            quiet = 0;
        }
        long next = pings.unanswered() ? pings.lastSent() + timeout - now : period - quiet;
        loop.after(Math.max(50, next), () -> keepAlive(period));
    }

    /// @param done completed with the answer; fails with an [MqttException]
    void ping(CompletableFuture<Void> done) {
        if (over || !accepted) {
            session.callbacks().complete(() -> done.completeExceptionally(ClientOperations.unconnected()), false);
        } else {
            sendPing(done);
        }
    }

    private void sendPing(CompletableFuture<Void> done) {
        pings.sent(done, loop.now());
        send(PingReq.PINGREQ);
    }

    private void authenticate(Auth packet) {
        if (authentication == null) {
            throw unexpected(packet);
        }
        authentication.received(packet, accepted);
    }

    /// Authenticates again.
    ///
    /// @param done completed when the server has taken it; fails with an [MqttException]
    void reauthenticate(CompletableFuture<Void> done) {
        if (authentication == null) {
            done.completeExceptionally(new MqttException.LoginFailed(
                    "this connection was made without enhanced authentication, so there is nothing to repeat", null));
        } else {
            authentication.repeat(done);
        }
    }

    private void dismissed(Disconnect packet) {
        String text = packet.properties().text(Property.REASON_STRING);
        String other = packet.properties().text(Property.SERVER_REFERENCE);
        String detail = text != null ? " (" + text + ")" : other != null ? " (use " + other + ")" : "";
        lose(new MqttException.ConnectionLost(
                packet.reason(),
                server + " ended the connection: " + packet.reason().text() + detail,
                other));
    }

    private void failCalls(MqttException why) {
        pings.fail(why);
        if (authentication != null) {
            authentication.fail(why);
        }
    }

    /// Ends the connection, and notifies the session.
    void lose(MqttException why) {
        if (over) {
            return;
        }
        over = true;
        failCalls(why);
        if (connection == null && dialled != null) {
            dialled.cancel(false);
        } else if (connection != null && connection.isOpen()) {
            connection.abort();
        }
        session.connectionLost(this, why);
    }

    private static ProtocolException unexpected(Packet packet) {
        String type = packet.getClass().getSimpleName();
        return ProtocolException.error("2.1.2", "the server sent " + type + ", which this client does not expect");
    }
}
