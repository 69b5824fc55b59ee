package io.hongyan.testkit.sim.client;

import io.hongyan.codec.QoS;
import io.hongyan.codec.Version;
import io.hongyan.codec.packet.Connect;
import io.hongyan.codec.packet.Will;
import io.hongyan.codec.property.Properties;
import io.hongyan.codec.property.Property;
import io.hongyan.codec.topic.Topic;
import io.hongyan.testkit.sim.model.Publication;
import io.hongyan.testkit.sim.model.Publications;
import org.jspecify.annotations.Nullable;

/// What a client says in CONNECT.
///
/// @param user the user name; empty for none
/// @param expirySeconds session expiry of 5.0; -1 for none
/// @param keepAliveSeconds 0 for none
/// @param receiveMaximum of 5.0; 0 for none
/// @param maxPacketBytes of 5.0; 0 for none
/// @param aliasMaximum of 5.0; 0 for none
/// @param willTopic empty for no will
/// @param willDelaySeconds of 5.0
/// @param willExpirySeconds of 5.0; -1 for none
public record ConnectOptions(
        Version version,
        boolean cleanStart,
        String user,
        long expirySeconds,
        int keepAliveSeconds,
        int receiveMaximum,
        int maxPacketBytes,
        int aliasMaximum,
        String willTopic,
        QoS willQos,
        boolean willRetain,
        int willDelaySeconds,
        int willExpirySeconds) {
    private static final byte[] NO_PASSWORD = {};
    private static final int WILL_BYTES = 12;

    boolean hasWill() {
        return !willTopic.isEmpty();
    }

    /// @param id of the publication
    Publication.Content willContent(int id) {
        int expiry = version.isV5() ? willExpirySeconds : -1;
        return new Publication.Content(
                Topic.of(willTopic), willQos, willRetain, expiry, Publications.payload(id, WILL_BYTES), null);
    }

    Will will(Publication.Content content) {
        Properties.Builder properties = Properties.builder();
        if (version.isV5() && willDelaySeconds > 0) {
            properties.set(Property.WILL_DELAY_INTERVAL, willDelaySeconds);
        }
        if (content.expirySeconds() >= 0) {
            properties.set(Property.MESSAGE_EXPIRY_INTERVAL, content.expirySeconds());
        }
        return new Will(content.topic(), content.payload(), willQos, willRetain, properties.build());
    }

    /// @param clean a clean start in place of the given one
    Connect packet(String clientId, boolean clean, @Nullable Will will) {
        Properties.Builder properties = Properties.builder();
        if (version.isV5()) {
            set(properties, Property.SESSION_EXPIRY_INTERVAL, expirySeconds, 0);
            set(properties, Property.RECEIVE_MAXIMUM, receiveMaximum, 1);
            set(properties, Property.MAXIMUM_PACKET_SIZE, maxPacketBytes, 1);
            set(properties, Property.TOPIC_ALIAS_MAXIMUM, aliasMaximum, 1);
        }
        return new Connect(
                version,
                cleanStart || clean,
                keepAliveSeconds,
                clientId,
                will,
                user.isEmpty() ? null : user,
                NO_PASSWORD,
                properties.build());
    }

    private static void set(Properties.Builder properties, Property property, long value, int least) {
        if (value >= least) {
            properties.set(property, value);
        }
    }
}
