package io.hongyan.cli.bench;

import io.hongyan.codec.QoS;
import io.hongyan.codec.packet.Publish;
import io.hongyan.codec.property.Properties;
import io.hongyan.codec.topic.Topic;

/// A message to be published, before it has a packet identifier.
///
/// @param payload nobody may change it
/// @param properties none before 5.0
/// @param plannedNanos when it was to be sent, given back when the message is done
record LoadMessage(Topic topic, byte[] payload, QoS qos, boolean retain, Properties properties, long plannedNanos) {
    Publish packet(int packetId) {
        return new Publish(topic, packetId, qos, retain, false, payload, properties);
    }
}
