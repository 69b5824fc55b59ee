package io.hongyan.broker.accept;

import io.hongyan.broker.auth.AuthExchange;
import io.hongyan.broker.auth.AuthExchange.Step;
import io.hongyan.broker.auth.AuthResult;
import io.hongyan.broker.auth.AuthResult.Admitted;
import io.hongyan.broker.auth.AuthResult.Refused;
import io.hongyan.broker.auth.ConnectRequest;
import io.hongyan.broker.auth.Decision;
import io.hongyan.broker.context.Timers;
import io.hongyan.broker.event.BrokerEvent;
import io.hongyan.broker.event.Counter;
import io.hongyan.broker.shard.Admission.Proof;
import io.hongyan.broker.shard.Shard;
import io.hongyan.broker.store.VShard;
import io.hongyan.codec.ProtocolException;
import io.hongyan.codec.ReasonCode;
import io.hongyan.codec.Version;
import io.hongyan.codec.packet.Auth;
import io.hongyan.codec.packet.ConnAck;
import io.hongyan.codec.packet.Connect;
import io.hongyan.codec.packet.Disconnect;
import io.hongyan.codec.packet.Packet;
import io.hongyan.codec.property.Properties;
import io.hongyan.codec.property.Property;
import io.hongyan.codec.wire.PacketDecoder;
import io.hongyan.codec.wire.PacketEncoder;
import io.hongyan.transport.AddressText;
import io.hongyan.transport.ClientHello;
import io.hongyan.transport.CloseCause;
import io.hongyan.transport.Connection;
import io.hongyan.transport.ConnectionHandler;
import io.hongyan.transport.mqtt.MqttFraming;
import io.hongyan.transport.tls.TlsFault;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/// One connection between accept and session: waits for CONNECT, moves to the client's home shard, has it
/// authenticated, and hands it to admission. In a cluster, a client of another node is forwarded to that.
///
/// Confined to the loop of its connection, which changes once.
final class PendingConnection implements ConnectionHandler, Timers.Timed {
    private static final String MOVED = "another node of the cluster serves this client id now: connect again";
    private static final String NO_CLIENTS = "this node of the cluster has no clients at present: connect again";

    private final Connection connection;
    private final boolean forwarded;
    private Shard shard;
    private Stage stage = Stage.WAITING;
    private long deadline;
    private @Nullable ConnectRequest request;
    /// Known of a CONNECT that is broken, too, so that its sender is answered in words of its version.
    private @Nullable Version announced;
    private @Nullable AuthExchange exchange;
    private final AtomicBoolean departed = new AtomicBoolean(); // not in this object, which ends with the admission

    private @Nullable String broken;

    private enum Stage {
        /// Nothing came yet.
        WAITING,
        /// CONNECT came; an answer is being found.
        DECIDING,
        /// The client has to answer an AUTH.
        CHALLENGED,
        /// Admitted, refused or gone.
        OVER
    }

    /// @param forwarded whether another node of the cluster has accepted it
    PendingConnection(Shard shard, Connection connection, boolean forwarded) {
        this.shard = shard;
        this.connection = connection;
        this.forwarded = forwarded;
        connection.frameLimit(shard.context().config().protocol().maxConnectBytes());
        shard.counters().count(Counter.CONNECTIONS_OPENED);
        deadline = shard.context().clock().steadyMillis()
                + shard.context().config().protocol().connectTimeout().toMillis();
        shard.context().timers().at(deadline, this);
    }

    @Override
    public void received(Connection from, ByteBuffer frame) {
        shard.counters().received(frame.remaining());
        switch (stage) {
            case WAITING -> {
                if (ClientHello.begins(frame)) {
                    refuse(ReasonCode.PROTOCOL_ERROR, ClientHello.ON_PLAIN_PORT);
                    return;
                }
                announced = PacketDecoder.announcedVersion(frame);
                connect(shard.decoder().decodeConnect(frame.duplicate()), frame);
            }
            case CHALLENGED -> answered(shard.decoder().decode(frame, Version.MQTT_5));
            case DECIDING, OVER -> {}
        }
    }

    @Override
    public boolean violated(Connection from, RuntimeException fault) {
        if (fault instanceof ProtocolException violation) {
            refuse(violation.reason(), violation.text(announced == null ? Version.MQTT_5 : announced));
            return true;
        }
        return false;
    }

    @Override
    public void drained(Connection from) {}

    /// Of TLS never the peer's own bytes: they may hold its password.
    @Override
    public void broken(Connection from, Throwable why) {
        String reason = why instanceof SSLException ? TlsFault.why(why) : why.getMessage();
        if (reason != null) {
            broken = "the connection broke before it was accepted: " + reason;
        }
    }

    @Override
    public void closed(Connection from, CloseCause cause) {
        if (stage == Stage.OVER) {
            return;
        }
        if (cause == CloseCause.UNUSED) {
            over(new BrokerEvent.Probed(connection.peer().listener()));
        } else {
            gone(broken == null ? "the connection ended before it was accepted" : broken);
        }
    }

    /// The connect timeout. After a move the wheel of the old shard still holds this, and has no say any more.
    @Override
    public long fire(long now) {
        if (!connection.loop().inLoop() || stage == Stage.OVER) {
            return Timers.NEVER;
        }
        if (now < deadline) {
            return deadline;
        }
        gone("no CONNECT within "
                + shard.context().config().protocol().connectTimeout().toSeconds() + " s");
        connection.abort();
        return Timers.NEVER;
    }

    private void connect(Connect sent, ByteBuffer frame) {
        stage = Stage.DECIDING;
        boolean assigned = sent.clientId().isEmpty();
        String invalid = assigned ? whyNotEmpty(sent) : null;
        if (invalid != null) {
            request = new ConnectRequest(sent, false, connection.peer(), departed::get);
            refuse(ReasonCode.CLIENT_IDENTIFIER_NOT_VALID, invalid);
            return;
        }
        Connect connect = assigned ? sent.withClientId(InventedIds.next(shard.context())) : sent;
        request = new ConnectRequest(connect, assigned, connection.peer(), departed::get);
        int vshard = VShard.ofClient(connect.clientId());
        if (!isOwned(vshard)) {
            leave(vshard, frame, assigned);
            return;
        }
        connection.pauseReading();
        Shard home = shard.home(vshard);
        Runnable authenticate = () -> home.whenOpen(vshard, this::authenticate);
        if (home == shard) {
            authenticate.run();
        } else {
            shard = home;
            connection.move(home.loop(), authenticate);
        }
    }

    /// The client belongs to another node, which is to decide.
    ///
    /// @param connect its CONNECT
    private void leave(int vshard, ByteBuffer connect, boolean assigned) {
        if (forwarded || assigned) {
            refuse(ReasonCode.USE_ANOTHER_SERVER, assigned ? NO_CLIENTS : MOVED);
            return;
        }
        stage = Stage.OVER;
        shard.context()
                .nodes()
                .forward(vshard, connection, connect, () -> shard.counters().count(Counter.CONNECTIONS_CLOSED));
    }

    private boolean isOwned(int vshard) {
        return shard.context().nodes().owns(vshard);
    }

    /// Why a client may not leave its id to the server, or null when it may. Ids of 3.1 have 1 to 23 characters (3.1,
    /// chapter 3.1); longer ones are accepted, as servers in the field do and as 3.1.1 allows.
    private static @Nullable String whyNotEmpty(Connect c) {
        return switch (c.version()) {
            case MQTT_3_1 -> "an empty client id, which MQTT 3.1 does not know";
            case MQTT_3_1_1 -> c.cleanStart() ? null : "an empty client id without clean session"; // [MQTT-3.1.3-8]
            case MQTT_5 -> null;
        };
    }

    private void authenticate() {
        ConnectRequest asked = request;
        if (asked == null || stage == Stage.OVER) {
            return;
        }
        if (!isOwned(VShard.ofClient(asked.connect().clientId()))) {
            refuse(ReasonCode.USE_ANOTHER_SERVER, MOVED);
            return;
        }
        shard.context().timers().at(deadline, this);
        String method = asked.connect().properties().text(Property.AUTHENTICATION_METHOD);
        if (method == null) {
            shard.authenticator().authenticate(asked, result -> shard.context().run(() -> decide(result, null)));
            return;
        }
        exchange = shard.authenticator().exchange(method, asked);
        if (exchange == null) {
            refuse(ReasonCode.BAD_AUTHENTICATION_METHOD, "authentication method " + method + " is not served");
        } else {
            next(asked.connect().properties().binary(Property.AUTHENTICATION_DATA));
        }
    }

    private void next(byte @Nullable [] data) {
        AuthExchange present = exchange;
        if (present != null) {
            stage = Stage.DECIDING;
            present.next(data, step -> shard.context().run(() -> proceed(step)));
        }
    }

    private void proceed(Step step) {
        if (stage == Stage.OVER) {
            return;
        }
        String method = method();
        switch (step) {
            case Step.Challenge challenge -> {
                Properties properties = Properties.builder()
                        .set(Property.AUTHENTICATION_METHOD, method)
                        .set(Property.AUTHENTICATION_DATA, challenge.data())
                        .build();
                if (send(new Auth(ReasonCode.CONTINUE_AUTHENTICATION, properties), Version.MQTT_5)) {
                    stage = Stage.CHALLENGED;
                    connection.framing(MqttFraming.ofClient(Version.MQTT_5));
                    connection.resumeReading();
                } else {
                    refuse(
                            ReasonCode.PACKET_TOO_LARGE,
                            "the question of the authentication is too large for the client");
                }
            }
            case Step.Done done -> decide(done.result(), new Proof(method, done.data()));
        }
    }

    private String method() {
        String method = request == null ? null : request.connect().properties().text(Property.AUTHENTICATION_METHOD);
        return method == null ? "" : method;
    }

    private void answered(Packet packet) {
        switch (packet) {
            case Auth auth -> {
                if (auth.reason() != ReasonCode.CONTINUE_AUTHENTICATION
                        || !method().equals(auth.properties().text(Property.AUTHENTICATION_METHOD))) {
                    throw ProtocolException.error("MQTT-4.12.0-3", "AUTH that does not continue the exchange");
                }
                connection.pauseReading();
                next(auth.properties().binary(Property.AUTHENTICATION_DATA));
            }
            case Disconnect _ -> {
                gone("the client gave up its authentication");
                connection.close();
            }
            default ->
                throw ProtocolException.error("MQTT-3.1.2-30", "only AUTH and DISCONNECT may come before CONNACK");
        }
    }

    private void decide(AuthResult result, @Nullable Proof proof) {
        ConnectRequest asked = request;
        if (stage == Stage.OVER || asked == null) {
            return;
        }
        switch (result) {
            case Admitted admitted -> admit(asked, admitted, proof);
            case Refused refused -> refuse(refused.reason(), refused.why(), refused.forLog());
        }
    }

    private void admit(ConnectRequest asked, Admitted admitted, @Nullable Proof proof) {
        if (!isOwned(VShard.ofClient(asked.connect().clientId()))) {
            refuse(ReasonCode.USE_ANOTHER_SERVER, MOVED);
            return;
        }
        try {
            if (shard.admission().discards(asked, admitted, proof)) {
                shard.context().store().whenDurable(() -> decide(admitted, proof));
                return;
            }
            Decision.Deny deny = shard.admission().admit(connection, asked, admitted, proof);
            if (deny == null) {
                stage = Stage.OVER;
            } else {
                refuse(deny.reason(), deny.why());
            }
        } catch (Throwable error) {
            failed(error);
        }
    }

    /// An error of ours: the connection ends, and nothing else.
    private void failed(Throwable error) {
        shard.context()
                .errors()
                .report(
                        "letting a client in from "
                                + AddressText.of(connection.peer().address()),
                        error);
        refuse(ReasonCode.UNSPECIFIED_ERROR, "an internal error of the server");
    }

    /// Tells the client no, as far as its version has a word for it, and closes [MQTT-3.2.2-7].
    private void refuse(ReasonCode reason, String why) {
        refuse(reason, why, why);
    }

    private void refuse(ReasonCode reason, String why, String forLog) {
        if (stage == Stage.OVER) {
            return;
        }
        ConnectRequest asked = request;
        Version version = asked != null ? asked.connect().version() : spoken(reason);
        if (version != null && (version.isV5() || PacketEncoder.connAckReturnCode(reason) > 0)) {
            Properties properties = version.isV5()
                    ? Properties.builder().set(Property.REASON_STRING, why).build()
                    : Properties.NONE;
            ConnAck answer = new ConnAck(false, reason, properties);
            send(PacketEncoder.fitted(answer, version, maxPacketBytes(), true), version);
        }
        gone(reason, forLog);
        connection.close();
    }

    /// The version to answer in when CONNECT could not be read. Before 5.0 only the wish for an unknown version gets an
    /// answer.
    private @Nullable Version spoken(ReasonCode reason) {
        if (reason == ReasonCode.UNSUPPORTED_PROTOCOL_VERSION) {
            return Version.MQTT_3_1_1;
        }
        return announced == Version.MQTT_5 ? announced : null;
    }

    private void gone(String why) {
        gone(ReasonCode.UNSPECIFIED_ERROR, why);
    }

    private void gone(ReasonCode reason, String why) {
        String clientId = request == null ? "" : request.connect().clientId();
        String user = request == null ? null : request.connect().username();
        over(new BrokerEvent.ConnectRefused(clientId, user == null ? "" : user, connection.peer(), reason, why));
    }

    private void over(BrokerEvent event) {
        stage = Stage.OVER;
        departed.set(true);
        shard.context().event(event);
        shard.counters().count(Counter.CONNECTIONS_CLOSED);
    }

    /// The client's Maximum Packet Size.
    private long maxPacketBytes() {
        return request == null
                ? Integer.MAX_VALUE
                : request.connect().properties().number(Property.MAXIMUM_PACKET_SIZE, Integer.MAX_VALUE);
    }

    /// Sends a packet that the client takes; false when it is too large for it [MQTT-3.1.2-24].
    private boolean send(Packet packet, Version version) {
        int size = PacketEncoder.size(packet, version);
        if (size > maxPacketBytes()) {
            return false;
        }
        PacketEncoder.encode(packet, version, connection.frame(size));
        shard.counters().sent(size);
        return true;
    }
}
