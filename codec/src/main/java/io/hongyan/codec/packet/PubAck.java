package io.hongyan.codec.packet;

import io.hongyan.codec.ReasonCode;
import io.hongyan.codec.field.PacketIds;
import io.hongyan.codec.property.Properties;

/// Acknowledges a QoS 1 PUBLISH (chapter 3.4).
///
/// @param packetId the identifier of the PUBLISH, 1 to 65535
/// @param reason success before 5.0
/// @param properties reason string and user properties; none before 5.0
public record PubAck(int packetId, ReasonCode reason, Properties properties) implements Packet {
    public PubAck {
        PacketIds.check(packetId);
    }

    /// Success without properties.
    public PubAck(int packetId) {
        this(packetId, ReasonCode.SUCCESS, Properties.NONE);
    }
}
