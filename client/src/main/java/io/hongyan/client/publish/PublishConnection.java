package io.hongyan.client.publish;

import io.hongyan.client.message.Message;
import io.hongyan.codec.property.Properties;
import io.hongyan.codec.topic.Topic;

/// The connection that messages go over. Confined to the loop.
public interface PublishConnection {
    /// Sends a PUBLISH.
    ///
    /// @param topic empty when the properties have an alias for it
    /// @param packetId 0 at QoS 0
    void publish(Message message, Topic topic, Properties properties, int packetId, boolean dup);

    /// Sends PUBACK, PUBREC, PUBREL or PUBCOMP that says success.
    void acknowledge(int firstByte, int packetId);

    /// Bytes that wait for the socket.
    long backlog();
}
