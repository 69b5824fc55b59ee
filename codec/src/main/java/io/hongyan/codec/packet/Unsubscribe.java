package io.hongyan.codec.packet;

import io.hongyan.codec.field.PacketIds;
import io.hongyan.codec.property.Properties;
import java.util.List;

/// Removes subscriptions (chapter 3.10).
///
/// @param filters at least one [MQTT-3.10.3-2]
public record Unsubscribe(int packetId, List<String> filters, Properties properties) implements Packet {
    public Unsubscribe {
        PacketIds.check(packetId);
        filters = List.copyOf(filters);
        if (filters.isEmpty()) {
            throw new IllegalArgumentException("UNSUBSCRIBE has at least one filter");
        }
    }
}
