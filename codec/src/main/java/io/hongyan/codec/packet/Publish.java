package io.hongyan.codec.packet;

import io.hongyan.codec.QoS;
import io.hongyan.codec.field.PacketIds;
import io.hongyan.codec.property.Properties;
import io.hongyan.codec.topic.Topic;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Carries an application message (chapter 3.3). Payloads are compared by content.
///
/// @param topic the topic name; [Topic#NONE] only in 5.0 together with a topic alias
/// @param packetId 1 to 65535 for QoS 1 and 2, 0 for QoS 0
/// @param qos the quality of service of this transfer
/// @param retain the RETAIN flag
/// @param dup whether this packet is sent again; false for QoS 0 [MQTT-3.3.1-2]
/// @param payload owned by this packet from now on: do not modify it
/// @param properties none before 5.0
public record Publish(
        Topic topic, int packetId, QoS qos, boolean retain, boolean dup, byte[] payload, Properties properties)
        implements Packet {
    public Publish {
        if (qos == QoS.AT_MOST_ONCE) {
            if (packetId != 0 || dup) {
                throw new IllegalArgumentException("QoS 0 has neither packet identifier nor DUP");
            }
        } else {
            PacketIds.check(packetId);
        }
    }

    /// A QoS 0 message without properties.
    public static Publish atMostOnce(Topic topic, byte[] payload) {
        return new Publish(topic, 0, QoS.AT_MOST_ONCE, false, false, payload, Properties.NONE);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Publish that
                && packetId == that.packetId
                && qos == that.qos
                && retain == that.retain
                && dup == that.dup
                && topic.equals(that.topic)
                && properties.equals(that.properties)
                && Arrays.equals(payload, that.payload);
    }

    @Override
    public int hashCode() {
        return 31 * topic.hashCode() + Arrays.hashCode(payload);
    }
}
