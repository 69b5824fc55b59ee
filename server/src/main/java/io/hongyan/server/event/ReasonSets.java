package io.hongyan.server.event;

import static io.hongyan.codec.ReasonCode.*;

import io.hongyan.codec.ReasonCode;
import java.util.List;

/// The reasons of MQTT 5.0 that refusals and ends of a kind can have.
final class ReasonSets {
    static final List<ReasonCode> CONNACK = List.of(
            UNSPECIFIED_ERROR,
            MALFORMED_PACKET,
            PROTOCOL_ERROR,
            UNSUPPORTED_PROTOCOL_VERSION,
            CLIENT_IDENTIFIER_NOT_VALID,
            BAD_USER_NAME_OR_PASSWORD,
            NOT_AUTHORIZED,
            SERVER_UNAVAILABLE,
            SERVER_BUSY,
            BAD_AUTHENTICATION_METHOD,
            TOPIC_NAME_INVALID,
            PACKET_TOO_LARGE,
            QUOTA_EXCEEDED,
            PAYLOAD_FORMAT_INVALID,
            RETAIN_NOT_SUPPORTED,
            QOS_NOT_SUPPORTED,
            CONNECTION_RATE_EXCEEDED);

    static final List<ReasonCode> PUBACK =
            List.of(UNSPECIFIED_ERROR, NOT_AUTHORIZED, TOPIC_NAME_INVALID, QUOTA_EXCEEDED, PAYLOAD_FORMAT_INVALID);

    /// Of clients, and of business systems, whose messages are refused one by one for more.
    static final List<ReasonCode> PUBLISH = List.of(
            UNSPECIFIED_ERROR,
            NOT_AUTHORIZED,
            TOPIC_NAME_INVALID,
            QUOTA_EXCEEDED,
            PAYLOAD_FORMAT_INVALID,
            PACKET_TOO_LARGE,
            PROTOCOL_ERROR);

    static final List<ReasonCode> SUBACK = List.of(
            UNSPECIFIED_ERROR,
            NOT_AUTHORIZED,
            TOPIC_FILTER_INVALID,
            QUOTA_EXCEEDED,
            SHARED_SUBSCRIPTIONS_NOT_SUPPORTED,
            SUBSCRIPTION_IDENTIFIERS_NOT_SUPPORTED,
            WILDCARD_SUBSCRIPTIONS_NOT_SUPPORTED);

    static final List<ReasonCode> DISCONNECT = List.of(
            SUCCESS,
            DISCONNECT_WITH_WILL,
            UNSPECIFIED_ERROR,
            MALFORMED_PACKET,
            PROTOCOL_ERROR,
            NOT_AUTHORIZED,
            SERVER_BUSY,
            SERVER_SHUTTING_DOWN,
            BAD_AUTHENTICATION_METHOD,
            KEEP_ALIVE_TIMEOUT,
            SESSION_TAKEN_OVER,
            TOPIC_FILTER_INVALID,
            TOPIC_NAME_INVALID,
            RECEIVE_MAXIMUM_EXCEEDED,
            TOPIC_ALIAS_INVALID,
            PACKET_TOO_LARGE,
            MESSAGE_RATE_TOO_HIGH,
            QUOTA_EXCEEDED,
            ADMINISTRATIVE_ACTION,
            PAYLOAD_FORMAT_INVALID,
            RETAIN_NOT_SUPPORTED,
            QOS_NOT_SUPPORTED);

    private ReasonSets() {}
}
