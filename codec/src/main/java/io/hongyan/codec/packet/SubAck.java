package io.hongyan.codec.packet;

import io.hongyan.codec.ReasonCode;
import io.hongyan.codec.field.PacketIds;
import io.hongyan.codec.property.Properties;
import java.util.List;

/// The answer to SUBSCRIBE: one reason per filter, in order (chapter 3.9). Errors are encoded as 0x80 before 5.0.
public record SubAck(int packetId, List<ReasonCode> reasons, Properties properties) implements Packet {
    public SubAck {
        PacketIds.check(packetId);
        reasons = List.copyOf(reasons);
    }
}
