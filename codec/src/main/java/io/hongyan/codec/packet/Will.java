package io.hongyan.codec.packet;

import io.hongyan.codec.QoS;
import io.hongyan.codec.property.Properties;
import io.hongyan.codec.topic.Topic;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// The message that the server publishes when the connection ends without a normal DISCONNECT (chapter 3.1.2.5).
/// Payloads are compared by content.
///
/// @param topic the topic it is published to
/// @param payload owned by this will: do not modify it
/// @param properties will delay, expiry, content properties; none before 5.0
public record Will(Topic topic, byte[] payload, QoS qos, boolean retain, Properties properties) {
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Will that
                && qos == that.qos
                && retain == that.retain
                && topic.equals(that.topic)
                && properties.equals(that.properties)
                && Arrays.equals(payload, that.payload);
    }

    @Override
    public int hashCode() {
        return 31 * topic.hashCode() + Arrays.hashCode(payload);
    }
}
