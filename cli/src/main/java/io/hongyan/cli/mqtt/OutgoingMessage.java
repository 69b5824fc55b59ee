package io.hongyan.cli.mqtt;

import io.hongyan.codec.QoS;
import io.hongyan.codec.packet.Publish;
import io.hongyan.codec.property.Properties;
import io.hongyan.codec.topic.Topic;

/// A message to be published, before it has a packet identifier.
///
/// @param payload nobody may change it
/// @param properties none before 5.0
/// @param stamp a number of the caller's choice, given back when the message is done
public record OutgoingMessage(Topic topic, byte[] payload, QoS qos, boolean retain, Properties properties, long stamp) {
    Publish packet(int packetId) {
        return new Publish(topic, packetId, qos, retain, false, payload, properties);
    }

    /// The packet with the mark that it may have arrived before [MQTT-3.3.1-1].
    Publish repeated(int packetId) {
        return new Publish(topic, packetId, qos, retain, true, payload, properties);
    }
}
