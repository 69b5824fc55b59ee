package io.hongyan.broker.message;

import io.hongyan.codec.QoS;
import io.hongyan.codec.property.Properties;
import io.hongyan.codec.topic.Topic;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// A message that another system, an API or the server itself publishes to clients.
///
/// @param address by which receivers are found
/// @param shown the topic that receivers see; null for the address
/// @param payload nobody may change it
/// @param properties as in [Message]
/// @param lifetime after which no delivery begins; null for ever
/// @param waits whether a direct message waits for a client that is absent and has a session
/// @param leaves whether rules that send on more than the messages of clients send it on
/// @param origin who publishes it, for traces
/// @param id that whoever publishes has given, by which it is traced and answered; null = the broker makes one
public record ServerMessage(
        Topic address,
        @Nullable Topic shown,
        byte[] payload,
        QoS qos,
        boolean retain,
        Properties properties,
        @Nullable Duration lifetime,
        boolean waits,
        boolean leaves,
        MessageOrigin origin,
        @Nullable MessageId id) {
    /// A message to which the broker gives an id.
    public ServerMessage(
            Topic address,
            @Nullable Topic shown,
            byte[] payload,
            QoS qos,
            boolean retain,
            Properties properties,
            @Nullable Duration lifetime,
            boolean waits,
            boolean leaves,
            MessageOrigin origin) {
        this(address, shown, payload, qos, retain, properties, lifetime, waits, leaves, origin, null);
    }

    /// A message of an API or of the server itself.
    public ServerMessage(
            Topic address,
            @Nullable Topic shown,
            byte[] payload,
            QoS qos,
            boolean retain,
            Properties properties,
            @Nullable Duration lifetime,
            boolean waits,
            boolean leaves) {
        this(address, shown, payload, qos, retain, properties, lifetime, waits, leaves, MessageOrigin.SERVER);
    }

    /// The message as it is delivered.
    ///
    /// @param now wall milliseconds of the broker
    /// @param traceId by which it is traced; null when it is not
    public Message at(long now, @Nullable MessageId traceId) {
        long expiresAt = lifetime == null ? Message.NEVER : now + lifetime.toMillis();
        Topic topic = shown == null ? address : shown;
        return new Message(topic, payload, qos, retain, properties, "", expiresAt, traceId);
    }
}
