package io.hongyan.client;

import io.hongyan.codec.QoS;
import io.hongyan.codec.ReasonCode;
import io.hongyan.codec.Version;
import io.hongyan.codec.packet.ConnAck;
import io.hongyan.codec.property.Properties;
import io.hongyan.codec.property.Property;
import io.hongyan.codec.wire.PacketEncoder;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// What a server said when it let the client in. Before 5.0 a server says nothing, and the values are the most
/// permissive ones.
///
/// @param keepAlive what holds; 0 = off
/// @param maximumPacketSize in bytes
/// @param receiveMaximum messages of QoS 1 and 2 that may be on their way to it
/// @param topicAliasMaximum 0 = none
/// @param sessionExpiry what holds; null when the server did not change the client's wish
/// @param properties everything it said
public record ServerLimits(
        String address,
        Duration keepAlive,
        QoS maximumQos,
        boolean retainAvailable,
        long maximumPacketSize,
        int receiveMaximum,
        int topicAliasMaximum,
        boolean wildcardsAvailable,
        boolean sharedSubscriptionsAvailable,
        @Nullable Duration sessionExpiry,
        Properties properties) {
    static ServerLimits of(String address, ConnAck answer, int ownKeepAlive) {
        Properties p = answer.properties();
        long expiry = p.number(Property.SESSION_EXPIRY_INTERVAL, -1);
        return new ServerLimits(
                address,
                Duration.ofSeconds(p.number(Property.SERVER_KEEP_ALIVE, ownKeepAlive)),
                QoS.of((int) p.number(Property.MAXIMUM_QOS, 2)),
                p.flag(Property.RETAIN_AVAILABLE, true),
                p.number(Property.MAXIMUM_PACKET_SIZE, 268_435_460),
                (int) p.number(Property.RECEIVE_MAXIMUM, 0xffff),
                (int) p.number(Property.TOPIC_ALIAS_MAXIMUM, 0),
                p.flag(Property.WILDCARD_SUBSCRIPTION_AVAILABLE, true),
                p.flag(Property.SHARED_SUBSCRIPTION_AVAILABLE, true),
                expiry < 0 ? null : Duration.ofSeconds(expiry),
                p);
    }

    /// Why the server would end the connection for this message ([MQTT-3.2.2-11], [MQTT-3.2.2-14], [MQTT-3.2.2-15]);
    /// null = it would not.
    @Nullable
    ReasonCode obstacle(Message message, Version version) {
        if (message.qos().level() > maximumQos.level()) {
            return ReasonCode.QOS_NOT_SUPPORTED;
        }
        if (message.retain() && !retainAvailable) {
            return ReasonCode.RETAIN_NOT_SUPPORTED;
        }
        int encoded = message.properties().encodedLength();
        int size =
                PacketEncoder.publishSize(message.topic(), message.qos(), message.payload().length, encoded, version);
        return size > maximumPacketSize ? ReasonCode.PACKET_TOO_LARGE : null;
    }
}
