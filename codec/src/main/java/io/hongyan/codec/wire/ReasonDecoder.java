package io.hongyan.codec.wire;

import io.hongyan.codec.ProtocolException;
import io.hongyan.codec.ReasonCode;
import io.hongyan.codec.Version;
import io.hongyan.codec.packet.Auth;
import io.hongyan.codec.packet.Disconnect;
import io.hongyan.codec.packet.PubAck;
import io.hongyan.codec.packet.PubComp;
import io.hongyan.codec.packet.PubRec;
import io.hongyan.codec.packet.PubRel;
import io.hongyan.codec.property.AllowedProperties;
import io.hongyan.codec.property.Properties;
import io.hongyan.codec.property.Property;

/// Decodes PUBACK, PUBREC, PUBREL, PUBCOMP, DISCONNECT and AUTH (chapters 3.4 to 3.7, 3.14 and 3.15). Each may end
/// before the reason code (success) and before the property length (no properties).
final class ReasonDecoder {
    private ReasonDecoder() {}

    static PubAck pubAck(PacketReader in, Version version) {
        int packetId = in.readPacketId();
        ReasonCode reason = reason(in, version, AllowedReasons.PUBACK);
        return new PubAck(packetId, reason, properties(in, version, AllowedProperties.ACK));
    }

    static PubRec pubRec(PacketReader in, Version version) {
        int packetId = in.readPacketId();
        ReasonCode reason = reason(in, version, AllowedReasons.PUBREC);
        return new PubRec(packetId, reason, properties(in, version, AllowedProperties.ACK));
    }

    static PubRel pubRel(PacketReader in, Version version) {
        int packetId = in.readPacketId();
        ReasonCode reason = reason(in, version, AllowedReasons.PUBREL);
        return new PubRel(packetId, reason, properties(in, version, AllowedProperties.ACK));
    }

    static PubComp pubComp(PacketReader in, Version version) {
        int packetId = in.readPacketId();
        ReasonCode reason = reason(in, version, AllowedReasons.PUBCOMP);
        return new PubComp(packetId, reason, properties(in, version, AllowedProperties.ACK));
    }

    static Disconnect disconnect(PacketReader in, Version version) {
        ReasonCode reason = reason(in, version, AllowedReasons.DISCONNECT);
        Properties properties = properties(in, version, AllowedProperties.DISCONNECT);
        return reason == ReasonCode.SUCCESS && properties.isEmpty()
                ? Disconnect.NORMAL
                : new Disconnect(reason, properties);
    }

    static Auth auth(PacketReader in, Version version) {
        ReasonCode reason = reason(in, version, AllowedReasons.AUTH);
        Properties properties = properties(in, version, AllowedProperties.AUTH);
        boolean needsMethod = reason != ReasonCode.SUCCESS || properties.has(Property.AUTHENTICATION_DATA);
        if (needsMethod && !properties.has(Property.AUTHENTICATION_METHOD)) {
            throw ProtocolException.error("MQTT-4.12.0-5", "AUTH has no authentication method");
        }
        return new Auth(reason, properties);
    }

    private static ReasonCode reason(PacketReader in, Version version, AllowedReasons list) {
        return version.isV5() && in.hasMore() ? list.decode(in.readByte("reason code")) : ReasonCode.SUCCESS;
    }

    private static Properties properties(PacketReader in, Version version, AllowedProperties allowed) {
        Properties properties = version.isV5() && in.hasMore() ? in.readProperties(allowed) : Properties.NONE;
        in.expectEnd();
        return properties;
    }
}
