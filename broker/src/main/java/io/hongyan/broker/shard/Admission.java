package io.hongyan.broker.shard;

import io.hongyan.broker.auth.AuthResult.Admitted;
import io.hongyan.broker.auth.ConnectRequest;
import io.hongyan.broker.auth.Decision;
import io.hongyan.broker.auth.GrantedLimits;
import io.hongyan.broker.context.ShardContext;
import io.hongyan.broker.event.BrokerEvent;
import io.hongyan.broker.event.Counter;
import io.hongyan.broker.session.ClientConnection;
import io.hongyan.broker.session.InstanceShard;
import io.hongyan.broker.session.PublishChecks;
import io.hongyan.broker.session.Reauthentication;
import io.hongyan.broker.session.Session;
import io.hongyan.broker.session.SessionServices;
import io.hongyan.broker.session.state.ClientLimits;
import io.hongyan.broker.session.state.SessionDeadlines;
import io.hongyan.broker.store.SessionKey;
import io.hongyan.broker.store.SessionStore;
import io.hongyan.broker.store.TransientSession;
import io.hongyan.codec.ReasonCode;
import io.hongyan.codec.Version;
import io.hongyan.codec.packet.ConnAck;
import io.hongyan.codec.packet.Connect;
import io.hongyan.codec.packet.Will;
import io.hongyan.codec.property.Properties;
import io.hongyan.codec.property.Property;
import io.hongyan.codec.wire.PacketEncoder;
import io.hongyan.transport.Connection;
import io.hongyan.transport.mqtt.MqttFraming;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The moment when an authenticated client gets its session: takeover, clean start or resumption, and CONNACK.
///
/// Confined to its shard.
public final class Admission {
    private final ShardContext context;
    private final SessionServices services;
    private final PublishChecks checks;
    private final ConnAckProperties connAck;
    private final Function<String, InstanceShard> instances;
    private final Map<Version, ClientLimits> usualLimits = new EnumMap<>(Version.class);

    /// @param instances the part of an instance on this shard, made when first asked for
    Admission(SessionServices services, PublishChecks checks, Function<String, InstanceShard> instances) {
        this.context = services.context();
        this.services = services;
        this.checks = checks;
        this.connAck = new ConnAckProperties(context.config().protocol());
        this.instances = instances;
        for (Version version : Version.values()) {
            usualLimits.put(version, ClientLimits.usual(version, context.config()));
        }
    }

    /// What enhanced authentication leaves for CONNACK.
    ///
    /// @param data the server's last word
    public record Proof(String method, byte @Nullable [] data) {}

    /// Ends the stored session that the client does not want to go on with. CONNACK must wait until that is durable:
    /// were the session back after a crash, identifiers that the client uses anew would count as repetitions.
    ///
    /// @return whether there was one; false also when the client will not be let in
    public boolean discards(ConnectRequest request, Admitted admitted, @Nullable Proof proof) {
        Connect connect = request.connect();
        if (isDeleted(admitted)) {
            return false;
        }
        InstanceShard home = instances.apply(admitted.instance());
        Session old = home.session(connect.clientId());
        return old != null
                && isKept(old)
                && check(home, old, connect, admitted, answer(request, admitted, proof)) == null
                && takeOver(home, old, connect, admitted) == null;
    }

    /// Gives the client its session and sends CONNACK.
    ///
    /// @return null when it is in, or why it is not: then nothing was sent and nothing changed
    public Decision.@Nullable Deny admit(
            Connection transport, ConnectRequest request, Admitted admitted, @Nullable Proof proof) {
        Connect connect = request.connect();
        if (isDeleted(admitted)) {
            return new Decision.Deny(ReasonCode.NOT_AUTHORIZED, "the instance was deleted while the client logged in");
        }
        InstanceShard home = instances.apply(admitted.instance());
        Session old = home.session(connect.clientId());
        GrantedLimits granted = admitted.policy().grantedLimits();
        long expirySeconds = expirySeconds(connect, granted);
        Properties answer = answer(request, admitted, proof);
        Decision.Deny deny = check(home, old, connect, admitted, answer);
        if (deny != null) {
            return deny;
        }
        Session resumed = old == null ? null : takeOver(home, old, connect, admitted);
        Session session = resumed == null ? create(home, connect, admitted, expirySeconds) : resumed;
        session.admit(admitted, limits(connect));
        session.deadlines().expirySeconds(expirySeconds);
        session.deadlines().connected(will(session, connect));
        if (resumed == null) {
            home.add(session); // not before the hooks above have answered: they may throw
        }
        session.cleanSession(expirySeconds == 0);
        ClientConnection connection = new ClientConnection(session, services, transport, connect);
        connection.keepAlive(connAck.keepAlive(connect, granted));
        if (proof != null) {
            connection.reauthentication(new Reauthentication(proof.method(), request));
        }
        session.attach(connection);
        transport.handler(connection);
        transport.frameLimit(maxPacketBytes(connect, granted));
        transport.framing(MqttFraming.ofClient(connect.version()));
        connection.send(new ConnAck(resumed != null, ReasonCode.SUCCESS, answer));
        try {
            welcome(connection, connect, resumed != null);
        } catch (Throwable error) {
            session.failed(error); // it is in: not the CONNECT fails, but the connection
        }
        return null;
    }

    private boolean isDeleted(Admitted admitted) {
        return services.authenticator().policy(admitted.instance()) == null;
    }

    /// What CONNACK says if the client is let in.
    private Properties answer(ConnectRequest request, Admitted admitted, @Nullable Proof proof) {
        GrantedLimits granted = admitted.policy().grantedLimits();
        Connect connect = request.connect();
        return connAck.of(request, granted, expirySeconds(connect, granted), maxPacketBytes(connect, granted), proof);
    }

    /// Why the client is not let in, or null. Changes nothing.
    private Decision.@Nullable Deny check(
            InstanceShard home, @Nullable Session old, Connect connect, Admitted admitted, Properties answer) {
        String failure = context.store().failure();
        if (failure != null && (expirySeconds(connect, admitted.policy().grantedLimits()) > 0 || isKept(old))) {
            return new Decision.Deny(ReasonCode.SERVER_UNAVAILABLE, failure);
        }
        if (old != null
                && admitted.identity().name().isEmpty()
                && !old.identity().name().isEmpty()) {
            return new Decision.Deny(
                    ReasonCode.CLIENT_IDENTIFIER_NOT_VALID, "the client id belongs to a user; log in with its name");
        }
        int most = context.config().session().maxSessions();
        if (old == null && home.instance().sessions().get() >= most) {
            return new Decision.Deny(ReasonCode.QUOTA_EXCEEDED, "the instance has " + most + " sessions, its limit");
        }
        Will will = connect.will();
        Decision.Deny unsupported = will == null || !connect.version().isV5() ? null : checks.unsupported(will);
        return unsupported == null ? checkSize(connect, answer) : unsupported;
    }

    private static boolean isKept(@Nullable Session session) {
        return session != null && session.store().delaysDurability();
    }

    /// A client that takes no CONNACK of that size cannot be let in [MQTT-3.1.2-24].
    private Decision.@Nullable Deny checkSize(Connect connect, Properties answer) {
        int size = PacketEncoder.size(new ConnAck(false, ReasonCode.SUCCESS, answer), connect.version());
        int most = limits(connect).maxPacketBytes();
        return size <= most
                ? null
                : new Decision.Deny(
                        ReasonCode.PACKET_TOO_LARGE, "CONNACK has " + size + " bytes; the client takes " + most);
    }

    /// Ends the old connection, and the old session where the client may not go on with it [MQTT-3.1.2-4,
    /// MQTT-3.1.2-5].
    ///
    /// @return the session to go on with, or null
    private @Nullable Session takeOver(InstanceShard home, Session old, Connect connect, Admitted admitted) {
        boolean stranger = !admitted.identity().resumes(old.identity().name());
        boolean clean = connect.cleanStart() || stranger;
        services.lifecycle().takeOver(old);
        if (clean) {
            services.lifecycle()
                    .endSession(old, stranger ? "another user took its client id" : "replaced by a clean start");
        }
        return home.session(connect.clientId());
    }

    private Session create(InstanceShard home, Connect connect, Admitted admitted, long expirySeconds) {
        String clientId = connect.clientId();
        boolean outlives = expirySeconds > 0;
        return new Session(
                services, home, clientId, store(home, connect, outlives), outlives, admitted, limits(connect));
    }

    private SessionStore store(InstanceShard home, Connect connect, boolean outlives) {
        if (!outlives && connect.will() == null) {
            return TransientSession.NOTHING;
        }
        SessionStore kept =
                context.store().create(new SessionKey(home.instance().name(), connect.clientId()));
        return outlives ? kept : TransientSession.keepingWill(kept);
    }

    /// The will of the connection. One that may not be published costs the client its will, not its connection: bridges
    /// bring one on `$SYS` without being asked.
    private @Nullable Will will(Session session, Connect connect) {
        Will will = connect.will();
        if (will != null && checks.will(session, will) instanceof Decision.Deny deny) {
            context.event(new BrokerEvent.WillDropped(
                    session.instance(),
                    session.clientId(),
                    session.peer(),
                    will.topic().toString(),
                    deny.reason(),
                    deny.why()));
            return null;
        }
        return will;
    }

    /// The largest packet that the client may send. That of its instance counts only where the client can be told.
    private int maxPacketBytes(Connect connect, GrantedLimits granted) {
        int most = context.config().protocol().maxPacketBytes();
        return connect.version().isV5() ? Math.min(most, granted.maxPacketBytes()) : most;
    }

    private long expirySeconds(Connect connect, GrantedLimits granted) {
        long wish = connect.version().isV5()
                ? connect.properties().number(Property.SESSION_EXPIRY_INTERVAL, 0)
                : connect.cleanStart() ? 0 : SessionDeadlines.FOR_EVER;
        return services.lifecycle().limited(wish, granted);
    }

    private ClientLimits limits(Connect connect) {
        ClientLimits usual = usualLimits.get(connect.version());
        return usual == null
                ? ClientLimits.usual(connect.version(), context.config())
                : ClientLimits.of(connect, context.config(), usual);
    }

    private void welcome(ClientConnection connection, Connect connect, boolean resumed) {
        Session session = connection.session();
        context.counters().count(Counter.CONNECTS_ACCEPTED);
        context.event(new BrokerEvent.Connected(
                session.instance(),
                session.clientId(),
                session.identity().name(),
                session.version(),
                session.peer(),
                connect.cleanStart(),
                resumed));
        session.policy().presence().connected(session);
        services.notices().connected(connection);
        services.lifecycle().save(session);
        services.lifecycle().schedule(session);
        if (resumed && connection.isCurrent()) {
            services.subscriptions().recheck(session);
            session.resume();
        }
        if (connection.isCurrent()) {
            connection.resumeReading();
        }
    }
}
