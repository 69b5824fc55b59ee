package io.hongyan.codec.wire;

import io.hongyan.codec.QoS;
import io.hongyan.codec.Version;
import io.hongyan.codec.field.PacketIds;
import io.hongyan.codec.field.VarInt;
import io.hongyan.codec.packet.Publish;
import io.hongyan.codec.property.AllowedProperties;
import io.hongyan.codec.property.Properties;
import io.hongyan.codec.topic.Topic;
import java.nio.ByteBuffer;

/// Encodes PUBLISH (chapter 3.3).
final class PublishEncoder {
    private static final int TYPE = 0x30;
    private static final int DUP = 8;
    private static final int RETAIN = 1;

    private PublishEncoder() {}

    static int length(Topic topic, QoS qos, int payloadLength, int propertiesLength, Version version) {
        int length = 2 + topic.length() + (qos == QoS.AT_MOST_ONCE ? 0 : 2);
        if (version.isV5()) {
            length += VarInt.size(propertiesLength) + propertiesLength;
        }
        // The sum may overflow: then it is negative, and VarInt refuses it.
        return length + payloadLength;
    }

    static int length(Publish packet, Version version) {
        int propertiesLength = packet.properties().encodedLength();
        return length(packet.topic(), packet.qos(), packet.payload().length, propertiesLength, version);
    }

    static void put(
            Topic topic,
            int packetId,
            QoS qos,
            boolean retain,
            boolean dup,
            byte[] payload,
            Properties properties,
            Version version,
            ByteBuffer out) {
        out.put((byte) (TYPE | (dup ? DUP : 0) | (qos.level() << 1) | (retain ? RETAIN : 0)));
        VarInt.put(out, length(topic, qos, payload.length, properties.encodedLength(), version));
        byte[] name = topic.utf8();
        out.putShort((short) name.length);
        out.put(name);
        if (qos != QoS.AT_MOST_ONCE) {
            PacketIds.check(packetId);
            out.putShort((short) packetId);
        }
        if (version.isV5()) {
            properties.put(out, AllowedProperties.PUBLISH);
        }
        out.put(payload);
    }
}
