package io.hongyan.broker.session;

import io.hongyan.broker.auth.AuthResult.Admitted;
import io.hongyan.broker.auth.ConnectRequest;
import io.hongyan.broker.auth.Decision;
import io.hongyan.broker.config.ProtocolLimits;
import io.hongyan.broker.event.BrokerEvent;
import io.hongyan.broker.event.Counter;
import io.hongyan.codec.QoS;
import io.hongyan.codec.ReasonCode;
import io.hongyan.codec.packet.ConnAck;
import io.hongyan.codec.packet.Connect;
import io.hongyan.codec.packet.Will;
import io.hongyan.codec.property.Properties;
import io.hongyan.codec.property.Property;
import io.hongyan.codec.wire.ExpectedHeaders;
import io.hongyan.codec.wire.PacketEncoder;
import io.hongyan.transport.Connection;
import org.jspecify.annotations.Nullable;

/// The moment when an authenticated client gets its session: takeover, clean start or resumption, and CONNACK.
///
/// Confined to its shard.
public final class Admission {
    private final Shard shard;

    Admission(Shard shard) {
        this.shard = shard;
    }

    /// What enhanced authentication leaves for CONNACK.
    ///
    /// @param data the server's last word
    public record Proof(String method, byte @Nullable [] data) {}

    /// Gives the client its session and sends CONNACK.
    ///
    /// @return null when it is in, or why it is not: then nothing was sent and nothing changed
    public Decision.@Nullable Deny admit(
            Connection connection, ConnectRequest request, Admitted admitted, @Nullable Proof proof) {
        Connect connect = request.connect();
        Space space = shard.space(admitted.instance());
        Session candidate = new Session(space, connect.clientId(), admitted);
        candidate.attach(connection, connect, admitted);
        Decision.Deny deny = check(space, candidate, connect);
        if (deny != null) {
            return deny;
        }
        int packetBytes = maxPacketBytes(connect, admitted);
        Properties answer = properties(request, proof, packetBytes);
        int size = PacketEncoder.size(new ConnAck(false, ReasonCode.SUCCESS, answer), connect.version());
        if (size > candidate.maxPacketBytes()) {
            return new Decision.Deny(
                    ReasonCode.PACKET_TOO_LARGE,
                    "CONNACK has " + size + " bytes; the client takes " + candidate.maxPacketBytes());
        }
        Session session = settle(space, candidate, connect, admitted);
        boolean resumed = session != candidate;
        session.attach(connection, connect, admitted);
        dropUnpublishableWill(session);
        adopt(session, connect);
        if (proof != null) {
            session.authentication = new Reauthentication(proof.method(), request);
        }
        connection.handler(session);
        connection.frameLimit(packetBytes);
        connection.expect(ExpectedHeaders.ofClient(connect.version()));
        session.send(new ConnAck(resumed, ReasonCode.SUCCESS, answer));
        welcome(session, connect, resumed);
        connection.resumeReading();
        return null;
    }

    private Decision.@Nullable Deny check(Space space, Session candidate, Connect connect) {
        Will will = connect.will();
        if (will != null && connect.version().isV5() && unsupported(will) instanceof Decision.Deny deny) {
            return deny;
        }
        if (shard.authenticator().rules(space.instance().name()) == null) {
            return new Decision.Deny(ReasonCode.NOT_AUTHORIZED, "the instance was deleted while the client logged in");
        }
        Session old = space.session(connect.clientId());
        if (old != null
                && candidate.identity().name().isEmpty()
                && !old.identity().name().isEmpty()) {
            return new Decision.Deny(
                    ReasonCode.CLIENT_IDENTIFIER_NOT_VALID, "the client id belongs to a user; log in with its name");
        }
        int most = shard.config().session().maxSessions();
        if (old == null && space.instance().sessions().get() >= most) {
            return new Decision.Deny(ReasonCode.QUOTA_EXCEEDED, "the instance has " + most + " sessions, its limit");
        }
        return null;
    }

    /// What a 5.0 client can know from CONNACK: with such a will it is not let in [MQTT-3.2.2-12, MQTT-3.2.2-13].
    private Decision unsupported(Will will) {
        ProtocolLimits limits = shard.config().protocol();
        if (will.qos().compareTo(limits.maxQoS()) > 0) {
            return Decision.deny(
                    ReasonCode.QOS_NOT_SUPPORTED, "a will of QoS " + will.qos().level());
        }
        if (will.retain() && !limits.retainAvailable()) {
            return Decision.deny(ReasonCode.RETAIN_NOT_SUPPORTED, "a retained will");
        }
        return Decision.ALLOW;
    }

    /// Any other will that may not be published costs the client its will, not its connection: bridges bring one on
    /// `$SYS` without being asked.
    private void dropUnpublishableWill(Session session) {
        Will will = session.will;
        if (will != null && publishable(session, will) instanceof Decision.Deny deny) {
            session.will = null;
            shard.event(new BrokerEvent.WillDropped(
                    session.instance(), session.clientId(), will.topic().toString(), deny.reason(), deny.why()));
        }
    }

    private Decision publishable(Session session, Will will) {
        if (unsupported(will) instanceof Decision.Deny deny) {
            return deny;
        }
        int levels = shard.config().protocol().maxTopicLevels();
        if (will.topic().startsWithDollar()) {
            return Decision.deny(ReasonCode.NOT_AUTHORIZED, "topics that begin with $ are the server's");
        }
        if (will.topic().levelCount() > levels) {
            return Decision.deny(
                    ReasonCode.TOPIC_NAME_INVALID,
                    "a topic of " + will.topic().levelCount() + " levels; the limit is " + levels);
        }
        return shard.publishing().permitted(session, will.topic(), will.qos(), will.retain(), will.payload().length);
    }

    /// The session to go on with: the old one where it may be resumed, else the candidate [MQTT-3.1.2-4, MQTT-3.1.2-5].
    private Session settle(Space space, Session candidate, Connect connect, Admitted admitted) {
        Session old = space.session(connect.clientId());
        if (old != null) {
            boolean stranger = !old.identity().name().equals(admitted.identity().name());
            boolean clean = connect.cleanStart() || stranger;
            shard.lifecycle().takeOver(old, clean);
            if (clean) {
                shard.lifecycle()
                        .endSession(old, stranger ? "another user took its client id" : "replaced by a clean start");
            }
        }
        Session present = space.session(connect.clientId());
        if (present != null) {
            return present;
        }
        space.add(candidate);
        return candidate;
    }

    private void adopt(Session session, Connect connect) {
        shard.lifecycle().expiry(session, expirySeconds(connect));
        session.cleanSession(session.expirySeconds == 0);
        int keepAlive = keepAlive(connect);
        session.keepAliveBeats = (keepAlive * 1500 + Timers.TICK_MILLIS - 1) / Timers.TICK_MILLIS;
        session.lastSeenBeat = shard.beat();
    }

    private void welcome(Session session, Connect connect, boolean resumed) {
        shard.counters().count(Counter.CONNECTS_ACCEPTED);
        shard.event(new BrokerEvent.Connected(
                session.instance(),
                session.clientId(),
                session.identity().name(),
                session.version(),
                session.peer(),
                connect.cleanStart(),
                resumed));
        session.rules().presence().connected(session);
        shard.lifecycle().save(session);
        shard.lifecycle().schedule(session);
        if (resumed) {
            shard.subscribing().recheck(session);
            if (session.outgoing != null) {
                session.outgoing.resume();
            }
            session.roomAgain();
        }
    }

    private long expirySeconds(Connect connect) {
        long wish = connect.version().isV5()
                ? connect.properties().number(Property.SESSION_EXPIRY_INTERVAL, 0)
                : connect.cleanStart() ? 0 : Session.FOR_EVER;
        return Math.min(wish, shard.lifecycle().maxExpirySeconds());
    }

    private int keepAlive(Connect connect) {
        int most = shard.config().protocol().maxKeepAliveSeconds();
        boolean capped =
                connect.version().isV5() && most > 0 && (connect.keepAlive() == 0 || connect.keepAlive() > most);
        return capped ? most : connect.keepAlive();
    }

    /// The largest packet that the client may send. That of its tenant counts only where the client can be told.
    private int maxPacketBytes(Connect connect, Admitted admitted) {
        int most = shard.config().protocol().maxPacketBytes();
        return connect.version().isV5()
                ? Math.min(most, admitted.rules().connectLimits().maxPacketBytes())
                : most;
    }

    private Properties properties(ConnectRequest request, @Nullable Proof proof, int packetBytes) {
        Connect connect = request.connect();
        if (!connect.version().isV5()) {
            return Properties.NONE;
        }
        ProtocolLimits limits = shard.config().protocol();
        Properties.Builder builder = Properties.builder();
        long expiry = expirySeconds(connect);
        if (expiry != connect.properties().number(Property.SESSION_EXPIRY_INTERVAL, 0)) {
            builder.set(Property.SESSION_EXPIRY_INTERVAL, expiry);
        }
        if (request.assigned()) {
            builder.set(Property.ASSIGNED_CLIENT_IDENTIFIER, connect.clientId());
        }
        int keepAlive = keepAlive(connect);
        if (keepAlive != connect.keepAlive()) {
            builder.set(Property.SERVER_KEEP_ALIVE, keepAlive);
        }
        if (limits.maxQoS() != QoS.EXACTLY_ONCE) {
            builder.set(Property.MAXIMUM_QOS, limits.maxQoS().level());
        }
        if (!limits.retainAvailable()) {
            builder.set(Property.RETAIN_AVAILABLE, false);
        }
        if (!limits.sharedAvailable()) {
            builder.set(Property.SHARED_SUBSCRIPTION_AVAILABLE, false);
        }
        if (limits.topicAliasMaximum() > 0) {
            builder.set(Property.TOPIC_ALIAS_MAXIMUM, limits.topicAliasMaximum());
        }
        if (connect.properties().number(Property.REQUEST_RESPONSE_INFORMATION, 0) == 1) {
            tellWhereToRespond(builder, limits.responseInformation(), connect.clientId());
        }
        builder.set(Property.RECEIVE_MAXIMUM, limits.receiveMaximum());
        builder.set(Property.MAXIMUM_PACKET_SIZE, packetBytes);
        if (proof != null) {
            builder.addAll(Reauthentication.properties(proof.method(), proof.data()));
        }
        return builder.build();
    }

    /// A client id that would change the levels of the topic, or be a wildcard in it, gets no place of its own.
    private static void tellWhereToRespond(Properties.Builder builder, String pattern, String clientId) {
        boolean named = pattern.contains("%c");
        boolean fits = clientId.indexOf('/') < 0 && clientId.indexOf('+') < 0 && clientId.indexOf('#') < 0;
        if (!pattern.isEmpty() && (fits || !named)) {
            builder.set(Property.RESPONSE_INFORMATION, pattern.replace("%c", clientId));
        }
    }
}
