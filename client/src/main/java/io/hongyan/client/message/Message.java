package io.hongyan.client.message;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.hongyan.codec.QoS;
import io.hongyan.codec.property.Properties;
import io.hongyan.codec.property.Property;
import io.hongyan.codec.topic.Topic;
import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A message to publish. Immutable: the `with` methods return another one. Keep a [Topic] instead of a `String` where
/// the same topic serves often: it is checked and encoded once.
///
/// @param payload from now on nobody may change it
/// @param retain whether the server keeps it for later subscribers
/// @param properties of MQTT 5.0; they are left out on older connections
public record Message(Topic topic, byte[] payload, QoS qos, boolean retain, Properties properties) {
    /// What MQTT has room for in one packet, less the header.
    private static final int LARGEST = 268_435_455 - 16;

    private static final Set<Property> ALLOWED = Set.of(
            Property.PAYLOAD_FORMAT_INDICATOR,
            Property.MESSAGE_EXPIRY_INTERVAL,
            Property.CONTENT_TYPE,
            Property.RESPONSE_TOPIC,
            Property.CORRELATION_DATA,
            Property.USER_PROPERTY);

    public Message {
        if (topic.length() == 0) {
            throw new IllegalArgumentException("topic is empty");
        }
        if ((long) payload.length + topic.length() + properties.encodedLength() > LARGEST) {
            throw new IllegalArgumentException("payload is too long for MQTT: " + payload.length + " bytes");
        }
        if (!properties.isEmpty()) {
            for (Property property : Property.values()) {
                if (properties.has(property) && !ALLOWED.contains(property)) {
                    throw new IllegalArgumentException("properties: " + property + " is not for a message to publish");
                }
            }
        }
    }

    /// A message of QoS 1.
    public static Message of(Topic topic, byte[] payload) {
        return new Message(topic, payload, QoS.AT_LEAST_ONCE, false, Properties.NONE);
    }

    /// A message of QoS 1.
    ///
    /// @throws IllegalArgumentException when that is no topic name: empty, too long, or with a wildcard
    public static Message of(String topic, byte[] payload) {
        return of(Topic.of(topic), payload);
    }

    /// A message of QoS 1 with a text, in UTF-8.
    ///
    /// @throws IllegalArgumentException when that is no topic name: empty, too long, or with a wildcard
    public static Message of(String topic, String text) {
        return of(topic, text.getBytes(UTF_8));
    }

    public Message withQos(QoS value) {
        return new Message(topic, payload, value, retain, properties);
    }

    public Message withRetain(boolean value) {
        return new Message(topic, payload, qos, value, properties);
    }

    public Message withProperties(Properties value) {
        return new Message(topic, payload, qos, retain, value);
    }

    /// One more user property; order and repetition are kept.
    public Message withUserProperty(String name, String value) {
        return withProperties(properties.toBuilder().user(name, value).build());
    }

    /// What the payload is, such as `application/json`.
    public Message withContentType(String value) {
        return withProperties(
                properties.toBuilder().set(Property.CONTENT_TYPE, value).build());
    }

    /// How long the message is of use: 0 to 4,294,967,295 s, in whole seconds. The time it waits in this client counts.
    public Message withExpiry(Duration value) {
        return withProperties(properties.toBuilder()
                .set(Property.MESSAGE_EXPIRY_INTERVAL, value.toSeconds())
                .build());
    }

    /// Where an answer is expected.
    public Message withResponseTopic(String value) {
        return withProperties(
                properties.toBuilder().set(Property.RESPONSE_TOPIC, value).build());
    }

    /// What an answer brings back, 0 to 65535 bytes.
    public Message withCorrelation(byte[] value) {
        return withProperties(
                properties.toBuilder().set(Property.CORRELATION_DATA, value).build());
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Message that
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

    /// Topic, QoS and size; not the payload, which may be a secret.
    @Override
    public String toString() {
        return "Message[" + topic + ", QoS " + qos.level() + ", " + payload.length + " bytes]";
    }
}
