package io.hongyan.codec.property;

import static io.hongyan.codec.property.Property.*;

/// What may carry properties: the packets of 5.0, and the will inside CONNECT, each with the properties that it
/// may carry (chapter 2.2.2.2). All may carry user properties. Packets with the same properties stand as one.
public enum AllowedProperties {
    CONNECT(
            SESSION_EXPIRY_INTERVAL,
            RECEIVE_MAXIMUM,
            MAXIMUM_PACKET_SIZE,
            TOPIC_ALIAS_MAXIMUM,
            REQUEST_RESPONSE_INFORMATION,
            REQUEST_PROBLEM_INFORMATION,
            AUTHENTICATION_METHOD,
            AUTHENTICATION_DATA),
    WILL(
            WILL_DELAY_INTERVAL,
            PAYLOAD_FORMAT_INDICATOR,
            MESSAGE_EXPIRY_INTERVAL,
            CONTENT_TYPE,
            RESPONSE_TOPIC,
            CORRELATION_DATA),
    CONNACK(
            SESSION_EXPIRY_INTERVAL,
            RECEIVE_MAXIMUM,
            MAXIMUM_QOS,
            RETAIN_AVAILABLE,
            MAXIMUM_PACKET_SIZE,
            ASSIGNED_CLIENT_IDENTIFIER,
            TOPIC_ALIAS_MAXIMUM,
            REASON_STRING,
            WILDCARD_SUBSCRIPTION_AVAILABLE,
            SUBSCRIPTION_IDENTIFIER_AVAILABLE,
            SHARED_SUBSCRIPTION_AVAILABLE,
            SERVER_KEEP_ALIVE,
            RESPONSE_INFORMATION,
            SERVER_REFERENCE,
            AUTHENTICATION_METHOD,
            AUTHENTICATION_DATA),
    PUBLISH(
            PAYLOAD_FORMAT_INDICATOR,
            MESSAGE_EXPIRY_INTERVAL,
            TOPIC_ALIAS,
            RESPONSE_TOPIC,
            CORRELATION_DATA,
            SUBSCRIPTION_IDENTIFIER,
            CONTENT_TYPE),
    /// PUBACK, PUBREC, PUBREL, PUBCOMP, SUBACK and UNSUBACK.
    ACK(REASON_STRING),
    SUBSCRIBE(SUBSCRIPTION_IDENTIFIER),
    UNSUBSCRIBE(),
    DISCONNECT(SESSION_EXPIRY_INTERVAL, REASON_STRING, SERVER_REFERENCE),
    AUTH(AUTHENTICATION_METHOD, AUTHENTICATION_DATA, REASON_STRING);

    private final long allowed;

    AllowedProperties(Property... properties) {
        long bits = USER_PROPERTY.bit();
        for (Property property : properties) {
            bits |= property.bit();
        }
        this.allowed = bits;
    }

    /// Whether a property may stand here.
    public boolean allows(Property property) {
        return allows(property.bit());
    }

    /// Whether all properties of a set of bits may stand here.
    boolean allows(long bits) {
        return (bits & ~allowed) == 0;
    }

    /// Whether a property may stand here more than once.
    boolean allowsRepeated(Property property) {
        return property == USER_PROPERTY || (property == SUBSCRIPTION_IDENTIFIER && this == PUBLISH);
    }
}
