package io.hongyan.broker.message;

import io.hongyan.codec.QoS;
import io.hongyan.codec.property.Properties;
import io.hongyan.codec.topic.Topic;
import org.jspecify.annotations.Nullable;

/// What an application said: routed, stored, and delivered any number of times.
///
/// @param payload nobody may change it
/// @param qos as published
/// @param retain as published
/// @param properties the content properties of PUBLISH that every receiver gets unchanged (payload format, content
///         type, response topic, correlation data, user properties); no alias, subscription identifier or expiry
/// @param publisher the client id of the sender; empty for the server itself
/// @param expiresAt milliseconds of the broker's clock after which no delivery begins; [#NEVER] without expiry
/// @param traceId by which it is traced; null when it is not
public record Message(
        Topic topic,
        byte[] payload,
        QoS qos,
        boolean retain,
        Properties properties,
        String publisher,
        long expiresAt,
        @Nullable MessageId traceId) {
    /// The expiry of a message that has none.
    public static final long NEVER = Long.MAX_VALUE;

    private static final int OVERHEAD_BYTES = 96;

    /// A message that is not traced.
    public Message(
            Topic topic,
            byte[] payload,
            QoS qos,
            boolean retain,
            Properties properties,
            String publisher,
            long expiresAt) {
        this(topic, payload, qos, retain, properties, publisher, expiresAt, null);
    }

    /// A message of the server itself, without properties or expiry.
    public static Message ofServer(Topic topic, byte[] payload, QoS qos, boolean retain) {
        return new Message(topic, payload, qos, retain, Properties.NONE, "", NEVER);
    }

    /// Whether no delivery may begin any more [MQTT-3.3.2-5].
    public boolean expired(long now) {
        return expiresAt != NEVER && now >= expiresAt;
    }

    /// The same message with another expiry.
    public Message expiringAt(long time) {
        return new Message(topic, payload, qos, retain, properties, publisher, time, traceId);
    }

    /// The memory it is counted with in byte limits, in bytes.
    public int bytes() {
        return OVERHEAD_BYTES + topic.length() + payload.length;
    }
}
