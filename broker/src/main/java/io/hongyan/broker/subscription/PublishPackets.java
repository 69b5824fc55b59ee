package io.hongyan.broker.subscription;

import io.hongyan.broker.message.Message;
import io.hongyan.codec.QoS;
import io.hongyan.codec.Version;
import io.hongyan.codec.packet.Publish;
import io.hongyan.codec.property.Properties;
import io.hongyan.codec.property.Property;

/// How a message becomes the PUBLISH of one receiver.
public final class PublishPackets {
    /// No subscription identifier.
    public static final int[] NO_IDS = {};

    private PublishPackets() {}

    /// The packet, with the expiry that is left [MQTT-3.3.2-6] and the subscription identifiers in 5.0.
    ///
    /// @param wallMillis the present time; only used for a message that expires
    static Publish packet(
            Message message,
            Version version,
            QoS qos,
            int packetId,
            boolean dup,
            boolean retain,
            int[] subscriptionIds,
            long wallMillis) {
        Properties properties = version.isV5() ? properties(message, subscriptionIds, wallMillis) : Properties.NONE;
        return new Publish(message.topic(), packetId, qos, retain, dup, message.payload(), properties);
    }

    /// The properties of that packet in 5.0.
    public static Properties properties(Message message, int[] subscriptionIds, long wallMillis) {
        if (message.expiresAt() == Message.NEVER && subscriptionIds.length == 0) {
            return message.properties();
        }
        Properties.Builder builder = Properties.builder();
        if (message.expiresAt() != Message.NEVER) {
            builder.set(Property.MESSAGE_EXPIRY_INTERVAL, secondsLeft(message.expiresAt(), wallMillis));
        }
        builder.addAll(message.properties());
        for (int id : subscriptionIds) {
            builder.subscriptionIdentifier(id);
        }
        return builder.build();
    }

    private static long secondsLeft(long expiresAt, long wallMillis) {
        return Math.clamp((expiresAt - wallMillis + 999) / 1000, 0, 0xffff_ffffL);
    }
}
