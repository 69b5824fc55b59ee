package io.hongyan.testkit.sim.client;

import io.hongyan.codec.QoS;
import io.hongyan.codec.Version;
import io.hongyan.codec.packet.Publish;
import io.hongyan.codec.property.Properties;
import io.hongyan.codec.property.Property;
import io.hongyan.codec.topic.Topic;
import io.hongyan.testkit.sim.model.Publication;
import io.hongyan.testkit.sim.model.Publications;

/// What a PUBLISH is to be.
///
/// @param expirySeconds in 5.0; -1 for none
/// @param size of the payload in bytes; 0 for an empty one
/// @param label a user property, in 5.0; empty for none
/// @param alias whether to use a topic alias where the broker allows one
public record PublishOptions(
        Topic topic, QoS qos, boolean retain, int expirySeconds, int size, String label, boolean alias) {
    /// @param id of the publication
    Publication.Content content(int id, Version version) {
        return new Publication.Content(
                topic,
                qos,
                retain,
                version.isV5() ? expirySeconds : -1,
                size == 0 ? new byte[0] : Publications.payload(id, size),
                version.isV5() && !label.isEmpty() ? label : null);
    }

    /// @param packetId 0 at QoS 0
    static Publish packet(int packetId, Publication.Content content) {
        Properties.Builder properties = Properties.builder();
        if (content.expirySeconds() >= 0) {
            properties.set(Property.MESSAGE_EXPIRY_INTERVAL, content.expirySeconds());
        }
        if (content.label() != null) {
            properties.user("label", content.label());
        }
        return new Publish(
                content.topic(),
                packetId,
                content.qos(),
                content.retain(),
                false,
                content.payload(),
                properties.build());
    }
}
