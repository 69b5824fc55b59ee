package io.hongyan.codec.wire;

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

/// Reason string and user properties of a packet. They are removed where the receiver does not want them
/// [MQTT-3.1.2-29] or where they would make the packet larger than it accepts [MQTT-3.2.2-19] [MQTT-3.2.2-20].
final class DiagnosticProperties {
    private DiagnosticProperties() {}

    static Packet fitted(Packet packet, long maximumPacketSize, boolean problemInformation) {
        Properties properties = properties(packet);
        if (!properties.has(Property.REASON_STRING) && !properties.has(Property.USER_PROPERTY)) {
            return packet;
        }
        boolean alwaysWanted = packet instanceof ConnAck || packet instanceof Disconnect;
        if (!problemInformation && !alwaysWanted) {
            return with(packet, bare(properties));
        }
        if (fits(packet, maximumPacketSize)) {
            return packet;
        }
        // The reason string tells more than the user properties, so it is removed last.
        Packet shorter = with(packet, properties.without(Property.USER_PROPERTY));
        return fits(shorter, maximumPacketSize) ? shorter : with(packet, bare(properties));
    }

    private static boolean fits(Packet packet, long maximumPacketSize) {
        return PacketEncoder.size(packet, Version.MQTT_5) <= maximumPacketSize;
    }

    private static Properties bare(Properties properties) {
        return properties.without(Property.USER_PROPERTY).without(Property.REASON_STRING);
    }

    /// The properties of a packet that may have a reason string; none of any other.
    private static Properties properties(Packet packet) {
        return switch (packet) {
            case PubAck p -> p.properties();
            case PubRec p -> p.properties();
            case PubRel p -> p.properties();
            case PubComp p -> p.properties();
            case SubAck p -> p.properties();
            case UnsubAck p -> p.properties();
            case ConnAck p -> p.properties();
            case Disconnect p -> p.properties();
            case Auth p -> p.properties();
            case Publish p -> Properties.NONE;
            case Connect p -> Properties.NONE;
            case Subscribe p -> Properties.NONE;
            case Unsubscribe p -> Properties.NONE;
            case PingReq p -> Properties.NONE;
            case PingResp p -> Properties.NONE;
        };
    }

    private static Packet with(Packet packet, Properties properties) {
        return switch (packet) {
            case PubAck p -> new PubAck(p.packetId(), p.reason(), properties);
            case PubRec p -> new PubRec(p.packetId(), p.reason(), properties);
            case PubRel p -> new PubRel(p.packetId(), p.reason(), properties);
            case PubComp p -> new PubComp(p.packetId(), p.reason(), properties);
            case SubAck p -> new SubAck(p.packetId(), p.reasons(), properties);
            case UnsubAck p -> new UnsubAck(p.packetId(), p.reasons(), properties);
            case ConnAck p -> new ConnAck(p.sessionPresent(), p.reason(), properties);
            case Disconnect p -> new Disconnect(p.reason(), properties);
            case Auth p -> new Auth(p.reason(), properties);
            case Publish p -> p;
            case Connect p -> p;
            case Subscribe p -> p;
            case Unsubscribe p -> p;
            case PingReq p -> p;
            case PingResp p -> p;
        };
    }
}
