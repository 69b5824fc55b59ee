package io.hongyan.client.message;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.hongyan.codec.QoS;
import io.hongyan.codec.property.Properties;
import io.hongyan.codec.property.Property;
import io.hongyan.codec.topic.Topic;
import org.jspecify.annotations.Nullable;

/// A message that arrived for one receiver.
///
/// The server is told once all receivers have acknowledged it, and in the order of arrival, as the standard demands:
/// acknowledge in whatever order suits. Any thread may call it.
///
/// The client implements it; a program need not, except a test of its receivers. Methods with a body may be added.
public interface Delivery {
    Topic topic();

    /// The bytes. All receivers share them: nobody may change them.
    byte[] payload();

    /// The payload as UTF-8.
    default String text() {
        return new String(payload(), UTF_8);
    }

    QoS qos();

    /// Whether the server had kept it, or, where the subscription wants to know, whether it keeps it.
    boolean retain();

    /// Whether it may have come before: always possible at QoS 1.
    boolean isRepeat();

    /// What came along; 5.0 only.
    Properties properties();

    /// Where the sender expects an answer, or null.
    default @Nullable String responseTopic() {
        return properties().text(Property.RESPONSE_TOPIC);
    }

    /// The identifier that the server gave it, for logs: 1 to 65535, 0 at QoS 0. It names no message for longer than
    /// its acknowledgement takes.
    int packetId();

    /// Tells the server that the message is dealt with. Of use for subscriptions with manual acknowledgement; a second
    /// call, and any at QoS 0, does nothing.
    void acknowledge();
}
