package io.hongyan.codec.property;

import static io.hongyan.codec.property.Property.Type.BINARY;
import static io.hongyan.codec.property.Property.Type.BYTE;
import static io.hongyan.codec.property.Property.Type.FOUR_BYTE;
import static io.hongyan.codec.property.Property.Type.PAIR;
import static io.hongyan.codec.property.Property.Type.TEXT;
import static io.hongyan.codec.property.Property.Type.TWO_BYTE;
import static io.hongyan.codec.property.Property.Type.VARINT;

import io.hongyan.codec.field.VarInt;
import org.jspecify.annotations.Nullable;

/// The properties of MQTT 5.0 (chapter 2.2.2.2): identifier, type of the value, smallest legal value.
public enum Property {
    PAYLOAD_FORMAT_INDICATOR(1, BYTE),
    MESSAGE_EXPIRY_INTERVAL(2, FOUR_BYTE),
    CONTENT_TYPE(3, TEXT),
    RESPONSE_TOPIC(8, TEXT),
    CORRELATION_DATA(9, BINARY),
    SUBSCRIPTION_IDENTIFIER(11, VARINT, 1),
    SESSION_EXPIRY_INTERVAL(17, FOUR_BYTE),
    ASSIGNED_CLIENT_IDENTIFIER(18, TEXT),
    SERVER_KEEP_ALIVE(19, TWO_BYTE),
    AUTHENTICATION_METHOD(21, TEXT),
    AUTHENTICATION_DATA(22, BINARY),
    REQUEST_PROBLEM_INFORMATION(23, BYTE),
    WILL_DELAY_INTERVAL(24, FOUR_BYTE),
    REQUEST_RESPONSE_INFORMATION(25, BYTE),
    RESPONSE_INFORMATION(26, TEXT),
    SERVER_REFERENCE(28, TEXT),
    REASON_STRING(31, TEXT),
    RECEIVE_MAXIMUM(33, TWO_BYTE, 1),
    TOPIC_ALIAS_MAXIMUM(34, TWO_BYTE),
    TOPIC_ALIAS(35, TWO_BYTE, 1),
    MAXIMUM_QOS(36, BYTE),
    RETAIN_AVAILABLE(37, BYTE),
    USER_PROPERTY(38, PAIR),
    MAXIMUM_PACKET_SIZE(39, FOUR_BYTE, 1),
    WILDCARD_SUBSCRIPTION_AVAILABLE(40, BYTE),
    SUBSCRIPTION_IDENTIFIER_AVAILABLE(41, BYTE),
    SHARED_SUBSCRIPTION_AVAILABLE(42, BYTE);

    /// How a value is encoded.
    public enum Type {
        /// One byte. All properties of this type are 0 or 1.
        BYTE(1),
        TWO_BYTE(0xffff),
        FOUR_BYTE(0xffff_ffffL),
        VARINT(VarInt.MAX),
        /// UTF-8 text of at most 65535 bytes.
        TEXT(-1),
        /// At most 65535 bytes.
        BINARY(-1),
        /// A name and a value, each a text.
        PAIR(-1);

        private final long maximum;

        Type(long maximum) {
            this.maximum = maximum;
        }

        boolean isNumber() {
            return maximum >= 0;
        }
    }

    private static final @Nullable Property[] BY_ID = new Property[43];

    static {
        for (Property property : values()) {
            BY_ID[property.id] = property;
        }
    }

    private final int id;
    private final Type type;
    private final long minimum;

    Property(int id, Type type) {
        this(id, type, 0);
    }

    Property(int id, Type type, long minimum) {
        this.id = id;
        this.type = type;
        this.minimum = minimum;
    }

    /// The identifier, 1 to 42. All identifiers of 5.0 fit in one byte.
    public int id() {
        return id;
    }

    public Type type() {
        return type;
    }

    /// Whether it may appear more than once: the user property everywhere, the subscription identifier in
    /// PUBLISH.
    public boolean mayRepeat() {
        return this == USER_PROPERTY || this == SUBSCRIPTION_IDENTIFIER;
    }

    /// Whether a number is legal for this property; false for properties that hold no number.
    boolean admits(long value) {
        return value >= minimum && value <= type.maximum;
    }

    /// The bit of this property in a bit set.
    long bit() {
        return 1L << id;
    }

    /// The property with that identifier, or null when there is none.
    static @Nullable Property of(int id) {
        return id >= 0 && id < BY_ID.length ? BY_ID[id] : null;
    }
}
