package io.hongyan.codec.packet;

import io.hongyan.codec.field.PacketIds;
import io.hongyan.codec.property.Properties;
import java.util.List;

/// Adds subscriptions (chapter 3.8).
///
/// @param subscriptions at least one [MQTT-3.8.3-2]
/// @param properties subscription identifier and user properties; none before 5.0
public record Subscribe(int packetId, List<Subscription> subscriptions, Properties properties) implements Packet {
    public Subscribe {
        PacketIds.check(packetId);
        subscriptions = List.copyOf(subscriptions);
        if (subscriptions.isEmpty()) {
            throw new IllegalArgumentException("SUBSCRIBE has at least one filter");
        }
    }
}
