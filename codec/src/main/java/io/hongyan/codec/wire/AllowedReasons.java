package io.hongyan.codec.wire;

import static io.hongyan.codec.ReasonCode.*;

import io.hongyan.codec.ProtocolException;
import io.hongyan.codec.ReasonCode;
import java.util.EnumSet;

/// Which reason codes each packet of 5.0 may have, and the clause that says so.
enum AllowedReasons {
    CONNACK(
            "MQTT-3.2.2-8",
            SUCCESS,
            UNSPECIFIED_ERROR,
            MALFORMED_PACKET,
            PROTOCOL_ERROR,
            IMPLEMENTATION_SPECIFIC_ERROR,
            UNSUPPORTED_PROTOCOL_VERSION,
            CLIENT_IDENTIFIER_NOT_VALID,
            BAD_USER_NAME_OR_PASSWORD,
            NOT_AUTHORIZED,
            SERVER_UNAVAILABLE,
            SERVER_BUSY,
            BANNED,
            BAD_AUTHENTICATION_METHOD,
            TOPIC_NAME_INVALID,
            PACKET_TOO_LARGE,
            QUOTA_EXCEEDED,
            PAYLOAD_FORMAT_INVALID,
            RETAIN_NOT_SUPPORTED,
            QOS_NOT_SUPPORTED,
            USE_ANOTHER_SERVER,
            SERVER_MOVED,
            CONNECTION_RATE_EXCEEDED),
    PUBACK(
            "MQTT-3.4.2-1",
            SUCCESS,
            NO_MATCHING_SUBSCRIBERS,
            UNSPECIFIED_ERROR,
            IMPLEMENTATION_SPECIFIC_ERROR,
            NOT_AUTHORIZED,
            TOPIC_NAME_INVALID,
            PACKET_IDENTIFIER_IN_USE,
            QUOTA_EXCEEDED,
            PAYLOAD_FORMAT_INVALID),
    PUBREC("MQTT-3.5.2-1", PUBACK),
    PUBREL("MQTT-3.6.2-1", SUCCESS, PACKET_IDENTIFIER_NOT_FOUND),
    PUBCOMP("MQTT-3.7.2-1", PUBREL),
    SUBACK(
            "MQTT-3.9.3-2",
            SUCCESS,
            GRANTED_QOS_1,
            GRANTED_QOS_2,
            UNSPECIFIED_ERROR,
            IMPLEMENTATION_SPECIFIC_ERROR,
            NOT_AUTHORIZED,
            TOPIC_FILTER_INVALID,
            PACKET_IDENTIFIER_IN_USE,
            QUOTA_EXCEEDED,
            SHARED_SUBSCRIPTIONS_NOT_SUPPORTED,
            SUBSCRIPTION_IDENTIFIERS_NOT_SUPPORTED,
            WILDCARD_SUBSCRIPTIONS_NOT_SUPPORTED),
    UNSUBACK(
            "MQTT-3.11.3-2",
            SUCCESS,
            NO_SUBSCRIPTION_EXISTED,
            UNSPECIFIED_ERROR,
            IMPLEMENTATION_SPECIFIC_ERROR,
            NOT_AUTHORIZED,
            TOPIC_FILTER_INVALID,
            PACKET_IDENTIFIER_IN_USE),
    DISCONNECT(
            "MQTT-3.14.2-1",
            SUCCESS,
            DISCONNECT_WITH_WILL,
            UNSPECIFIED_ERROR,
            MALFORMED_PACKET,
            PROTOCOL_ERROR,
            IMPLEMENTATION_SPECIFIC_ERROR,
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
            QOS_NOT_SUPPORTED,
            USE_ANOTHER_SERVER,
            SERVER_MOVED,
            SHARED_SUBSCRIPTIONS_NOT_SUPPORTED,
            CONNECTION_RATE_EXCEEDED,
            MAXIMUM_CONNECT_TIME,
            SUBSCRIPTION_IDENTIFIERS_NOT_SUPPORTED,
            WILDCARD_SUBSCRIPTIONS_NOT_SUPPORTED),
    AUTH("MQTT-3.15.2-1", SUCCESS, CONTINUE_AUTHENTICATION, REAUTHENTICATE);

    private final String clause;

    @SuppressWarnings("ImmutableEnumChecker") // never changed after construction
    private final EnumSet<ReasonCode> reasons;

    AllowedReasons(String clause, ReasonCode first, ReasonCode... others) {
        this.clause = clause;
        this.reasons = EnumSet.of(first, others);
    }

    AllowedReasons(String clause, AllowedReasons same) {
        this.clause = clause;
        this.reasons = same.reasons;
    }

    boolean contains(ReasonCode reason) {
        return reasons.contains(reason);
    }

    /// The reason with that number.
    ///
    /// @throws ProtocolException when the number is unknown, or not allowed in this packet
    ReasonCode decode(int code) {
        ReasonCode reason = ReasonCode.of(code);
        if (reason == null) {
            throw ProtocolException.malformed(clause, "there is no reason code " + code);
        }
        if (!reasons.contains(reason)) {
            throw ProtocolException.error(clause, this + " cannot carry " + reason);
        }
        return reason;
    }

    /// The number of a reason that this side sends.
    ///
    /// @throws IllegalArgumentException when it is not allowed in this packet
    int encode(ReasonCode reason) {
        if (!reasons.contains(reason)) {
            throw new IllegalArgumentException(this + " cannot carry " + reason + " [" + clause + "]");
        }
        return reason.code();
    }
}
