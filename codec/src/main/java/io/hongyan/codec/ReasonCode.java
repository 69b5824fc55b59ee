package io.hongyan.codec;

import org.jspecify.annotations.Nullable;

/// The reason codes of MQTT 5.0, chapter 2.4. Zero has three names in the standard (success, normal
/// disconnection, granted QoS 0) and is [#SUCCESS] here.
public enum ReasonCode {
    SUCCESS(0x00, "success"),
    GRANTED_QOS_1(0x01, "granted QoS 1"),
    GRANTED_QOS_2(0x02, "granted QoS 2"),
    DISCONNECT_WITH_WILL(0x04, "disconnect with will message"),
    NO_MATCHING_SUBSCRIBERS(0x10, "no matching subscribers"),
    NO_SUBSCRIPTION_EXISTED(0x11, "no subscription existed"),
    CONTINUE_AUTHENTICATION(0x18, "continue authentication"),
    REAUTHENTICATE(0x19, "re-authenticate"),
    UNSPECIFIED_ERROR(0x80, "unspecified error"),
    MALFORMED_PACKET(0x81, "malformed packet"),
    PROTOCOL_ERROR(0x82, "protocol error"),
    IMPLEMENTATION_SPECIFIC_ERROR(0x83, "implementation specific error"),
    UNSUPPORTED_PROTOCOL_VERSION(0x84, "unsupported protocol version"),
    CLIENT_IDENTIFIER_NOT_VALID(0x85, "client identifier not valid"),
    BAD_USER_NAME_OR_PASSWORD(0x86, "bad user name or password"),
    NOT_AUTHORIZED(0x87, "not authorized"),
    SERVER_UNAVAILABLE(0x88, "server unavailable"),
    SERVER_BUSY(0x89, "server busy"),
    BANNED(0x8a, "banned"),
    SERVER_SHUTTING_DOWN(0x8b, "server shutting down"),
    BAD_AUTHENTICATION_METHOD(0x8c, "bad authentication method"),
    KEEP_ALIVE_TIMEOUT(0x8d, "keep alive timeout"),
    SESSION_TAKEN_OVER(0x8e, "session taken over"),
    TOPIC_FILTER_INVALID(0x8f, "topic filter invalid"),
    TOPIC_NAME_INVALID(0x90, "topic name invalid"),
    PACKET_IDENTIFIER_IN_USE(0x91, "packet identifier in use"),
    PACKET_IDENTIFIER_NOT_FOUND(0x92, "packet identifier not found"),
    RECEIVE_MAXIMUM_EXCEEDED(0x93, "receive maximum exceeded"),
    TOPIC_ALIAS_INVALID(0x94, "topic alias invalid"),
    PACKET_TOO_LARGE(0x95, "packet too large"),
    MESSAGE_RATE_TOO_HIGH(0x96, "message rate too high"),
    QUOTA_EXCEEDED(0x97, "quota exceeded"),
    ADMINISTRATIVE_ACTION(0x98, "administrative action"),
    PAYLOAD_FORMAT_INVALID(0x99, "payload format invalid"),
    RETAIN_NOT_SUPPORTED(0x9a, "retain not supported"),
    QOS_NOT_SUPPORTED(0x9b, "QoS not supported"),
    USE_ANOTHER_SERVER(0x9c, "use another server"),
    SERVER_MOVED(0x9d, "server moved"),
    SHARED_SUBSCRIPTIONS_NOT_SUPPORTED(0x9e, "shared subscriptions not supported"),
    CONNECTION_RATE_EXCEEDED(0x9f, "connection rate exceeded"),
    MAXIMUM_CONNECT_TIME(0xa0, "maximum connect time"),
    SUBSCRIPTION_IDENTIFIERS_NOT_SUPPORTED(0xa1, "subscription identifiers not supported"),
    WILDCARD_SUBSCRIPTIONS_NOT_SUPPORTED(0xa2, "wildcard subscriptions not supported");

    private static final @Nullable ReasonCode[] BY_CODE = new ReasonCode[256];

    static {
        for (ReasonCode reason : values()) {
            BY_CODE[reason.code] = reason;
        }
    }

    private final int code;
    private final String text;

    ReasonCode(int code, String text) {
        this.code = code;
        this.text = text;
    }

    /// The number on the wire, 0 to 255.
    public int code() {
        return code;
    }

    /// A name for logs and reason strings.
    public String text() {
        return text;
    }

    /// Whether the code means a failure (0x80 and above).
    public boolean isError() {
        return code >= 0x80;
    }

    /// The constant with that number, or null when the standard has none.
    public static @Nullable ReasonCode of(int code) {
        return BY_CODE[code & 0xff];
    }

    /// The code that grants a QoS in SUBACK.
    public static ReasonCode granted(QoS qos) {
        return switch (qos) {
            case AT_MOST_ONCE -> SUCCESS;
            case AT_LEAST_ONCE -> GRANTED_QOS_1;
            case EXACTLY_ONCE -> GRANTED_QOS_2;
        };
    }
}
