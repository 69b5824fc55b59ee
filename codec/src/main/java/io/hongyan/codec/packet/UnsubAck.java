package io.hongyan.codec.packet;

import io.hongyan.codec.ReasonCode;
import io.hongyan.codec.field.PacketIds;
import io.hongyan.codec.property.Properties;
import java.util.List;

/// The answer to UNSUBSCRIBE: one reason per filter, in order (chapter 3.11). Before 5.0 the reasons are not
/// sent, and empty after decoding.
public record UnsubAck(int packetId, List<ReasonCode> reasons, Properties properties) implements Packet {
    public UnsubAck {
        PacketIds.check(packetId);
        reasons = List.copyOf(reasons);
    }
}
