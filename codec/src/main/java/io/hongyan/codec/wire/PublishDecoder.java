package io.hongyan.codec.wire;

import io.hongyan.codec.ProtocolException;
import io.hongyan.codec.QoS;
import io.hongyan.codec.Version;
import io.hongyan.codec.packet.Publish;
import io.hongyan.codec.property.AllowedProperties;
import io.hongyan.codec.property.Properties;
import io.hongyan.codec.property.Property;
import io.hongyan.codec.topic.Topic;
import io.hongyan.codec.topic.TopicCache;
import java.nio.ByteBuffer;

/// Decodes PUBLISH (chapter 3.3). Most of the traffic is PUBLISH, so it is decoded from the buffer without a
/// [PacketReader].
final class PublishDecoder {
    private static final byte[] EMPTY = {};
    private static final int DUP = 8;
    private static final int RETAIN = 1;

    private final TopicCache topics;

    PublishDecoder(TopicCache topics) {
        this.topics = topics;
    }

    Publish decode(int flags, ByteBuffer in, int start, int end, Version version) {
        FixedHeader.checkPublishFlags(flags, version);
        QoS qos = QoS.of((flags >> 1) & 3);
        int topicStart = start + 2;
        if (topicStart > end) {
            throw ProtocolException.malformed("MQTT-3.3.2-1", "topic name is cut by the end of the packet");
        }
        int topicLength = in.getShort(start) & 0xffff;
        int at = topicStart + topicLength;
        if (at > end) {
            throw ProtocolException.malformed("MQTT-3.3.2-1", "topic name is cut by the end of the packet");
        }
        Topic topic = topicLength > 0 ? topics.intern(in, topicStart, topicLength) : Topic.NONE;
        int packetId = 0;
        if (qos != QoS.AT_MOST_ONCE) {
            if (at + 2 > end) {
                throw ProtocolException.malformed("2.2.1", "packet identifier is cut by the end of the packet");
            }
            packetId = in.getShort(at) & 0xffff;
            PacketReader.checkPacketId(packetId);
            at += 2;
        }
        Properties properties = Properties.NONE;
        if (version.isV5()) {
            if (at < end && in.get(at) == 0) {
                at++;
            } else {
                PacketReader reader = new PacketReader(in, at, end);
                properties = reader.readProperties(AllowedProperties.PUBLISH);
                at = reader.position();
            }
        }
        if (topicLength == 0 && !properties.has(Property.TOPIC_ALIAS)) {
            throw ProtocolException.error("MQTT-4.7.3-1", "topic name is empty, and there is no topic alias");
        }
        boolean dup = (flags & DUP) != 0 && qos != QoS.AT_MOST_ONCE; // 3.1 gives it no meaning at QoS 0
        return new Publish(topic, packetId, qos, (flags & RETAIN) != 0, dup, payload(in, at, end), properties);
    }

    private static byte[] payload(ByteBuffer in, int at, int end) {
        if (at == end) {
            return EMPTY;
        }
        byte[] payload = new byte[end - at];
        in.get(at, payload);
        return payload;
    }
}
