package io.hongyan.broker.shard;

import io.hongyan.broker.auth.ConnectRequest;
import io.hongyan.broker.auth.GrantedLimits;
import io.hongyan.broker.config.ProtocolLimits;
import io.hongyan.broker.session.Reauthentication;
import io.hongyan.codec.QoS;
import io.hongyan.codec.packet.Connect;
import io.hongyan.codec.property.Properties;
import io.hongyan.codec.property.Property;
import org.jspecify.annotations.Nullable;

/// What CONNACK of 5.0 says beside its code: what was granted, and the limits of the server.
final class ConnAckProperties {
    private final ProtocolLimits limits;

    ConnAckProperties(ProtocolLimits limits) {
        this.limits = limits;
    }

    /// The keep alive that holds for a client, in seconds; 0 = none.
    ///
    /// @param instance what its instance grants
    int keepAlive(Connect connect, GrantedLimits instance) {
        int own = instance.maxKeepAliveSeconds();
        int most = limits.maxKeepAliveSeconds();
        if (most == 0 || (own > 0 && own < most)) {
            most = own;
        }
        boolean capped =
                connect.version().isV5() && most > 0 && (connect.keepAlive() == 0 || connect.keepAlive() > most);
        return capped ? most : connect.keepAlive();
    }

    /// @param instance what the instance of the client grants
    /// @param expirySeconds the session expiry that was granted
    /// @param maxPacketBytes the largest packet that the client may send
    /// @param proof what enhanced authentication leaves; null without it
    Properties of(
            ConnectRequest request,
            GrantedLimits instance,
            long expirySeconds,
            int maxPacketBytes,
            Admission.@Nullable Proof proof) {
        Connect connect = request.connect();
        if (!connect.version().isV5()) {
            return Properties.NONE;
        }
        Properties.Builder builder = Properties.builder();
        granted(builder, request, instance, expirySeconds);
        limits(builder, maxPacketBytes);
        if (connect.properties().number(Property.REQUEST_RESPONSE_INFORMATION, 0) == 1) {
            responseInformation(builder, limits.responseInformation(), connect.clientId());
        }
        if (proof != null) {
            builder.addAll(Reauthentication.properties(proof.method(), proof.data()));
        }
        return builder.build();
    }

    private void granted(
            Properties.Builder builder, ConnectRequest request, GrantedLimits instance, long expirySeconds) {
        Connect connect = request.connect();
        if (expirySeconds != connect.properties().number(Property.SESSION_EXPIRY_INTERVAL, 0)) {
            builder.set(Property.SESSION_EXPIRY_INTERVAL, expirySeconds);
        }
        if (request.assigned()) {
            builder.set(Property.ASSIGNED_CLIENT_IDENTIFIER, connect.clientId());
        }
        int keepAlive = keepAlive(connect, instance);
        if (keepAlive != connect.keepAlive()) {
            builder.set(Property.SERVER_KEEP_ALIVE, keepAlive);
        }
    }

    private void limits(Properties.Builder builder, int maxPacketBytes) {
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
        builder.set(Property.RECEIVE_MAXIMUM, limits.receiveMaximum());
        builder.set(Property.MAXIMUM_PACKET_SIZE, maxPacketBytes);
    }

    /// A client id that would change the levels of the topic, or be a wildcard in it, gets no place of its own.
    private static void responseInformation(Properties.Builder builder, String pattern, String clientId) {
        boolean named = pattern.contains("%c");
        boolean fits = clientId.indexOf('/') < 0 && clientId.indexOf('+') < 0 && clientId.indexOf('#') < 0;
        if (!pattern.isEmpty() && (fits || !named)) {
            builder.set(Property.RESPONSE_INFORMATION, pattern.replace("%c", clientId));
        }
    }
}
