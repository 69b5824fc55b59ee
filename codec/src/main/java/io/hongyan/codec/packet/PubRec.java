package io.hongyan.codec.packet;

import io.hongyan.codec.ReasonCode;
import io.hongyan.codec.field.PacketIds;
import io.hongyan.codec.property.Properties;

/// Acknowledges a QoS 2 PUBLISH, first step (chapter 3.5).
///
/// @param packetId the identifier of the PUBLISH, 1 to 65535
/// @param reason success before 5.0
/// @param properties reason string and user properties; none before 5.0
public record PubRec(int packetId, ReasonCode reason, Properties properties) implements Packet {
    public PubRec {
        PacketIds.check(packetId);
    }

    /// Success without properties.
    public PubRec(int packetId) {
        this(packetId, ReasonCode.SUCCESS, Properties.NONE);
    }
}
