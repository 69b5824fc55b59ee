package io.hongyan.codec.property;

import static io.hongyan.codec.property.Property.*;

/// Which properties each packet of 5.0, and the will in CONNECT, may have (chapter 2.2.2.2). All may have user
/// properties. Packets that may have the same properties share a constant.
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

    /// Whether a property is allowed.
    public boolean allows(Property property) {
        return allows(property.bit());
    }

    /// Whether all properties of a bit set are allowed.
    boolean allows(long bits) {
        return (bits & ~allowed) == 0;
    }

    /// Whether a property is allowed more than once.
    boolean allowsRepeated(Property property) {
        return property == USER_PROPERTY || (property == SUBSCRIPTION_IDENTIFIER && this == PUBLISH);
    }
}
