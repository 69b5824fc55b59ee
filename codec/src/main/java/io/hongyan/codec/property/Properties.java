package io.hongyan.codec.property;

import io.hongyan.codec.ProtocolException;
import io.hongyan.codec.field.Utf8;
import io.hongyan.codec.field.VarInt;
import io.hongyan.codec.topic.Topic;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The properties of a 5.0 packet, in the order of the packet (chapter 2.2.2). Immutable.
///
/// Holds the encoded bytes, which are validated once: forwarding copies them as a block, and a value is found by
/// stepping over the few that there are. A bit set tells without a search that a property is absent.
public final class Properties {
    /// No properties.
    public static final Properties NONE = new Properties(new byte[0], 0);

    private static final int[] NO_NUMBERS = {};

    private final byte[] wire;
    private final long present;

    private Properties(byte[] wire, long present) {
        this.wire = wire;
        this.present = present;
    }

    /// Wraps bytes that are well formed and owned by the result from now on.
    static Properties of(byte[] wire, long present) {
        return wire.length == 0 ? NONE : new Properties(wire, present);
    }

    /// Decodes the properties of a packet, without the length field. The buffer is neither kept nor moved.
    ///
    /// @throws ProtocolException when they are malformed, or not allowed in that packet
    public static Properties read(ByteBuffer in, int offset, int length, AllowedProperties allowed) {
        return PropertyDecoder.read(in, offset, length, allowed);
    }

    public static Builder builder() {
        return new Builder();
    }

    /// A builder that starts with these properties.
    public Builder toBuilder() {
        return new Builder().addAll(this);
    }

    public boolean isEmpty() {
        return present == 0;
    }

    public boolean has(Property property) {
        return (present & property.bit()) != 0;
    }

    /// A numeric value, unsigned; the first one when the property repeats.
    ///
    /// @param absent what to return when the property is absent
    /// @throws IllegalArgumentException when the property holds no number
    public long number(Property property, long absent) {
        if (!property.type().isNumber()) {
            throw wrongType(property);
        }
        return has(property)
                ? EncodedProperties.numberAt(wire, property, EncodedProperties.find(wire, property))
                : absent;
    }

    /// The value of a property that is 0 or 1.
    ///
    /// @param absent what to return when the property is absent
    /// @throws IllegalArgumentException when the property does not have type BYTE
    public boolean flag(Property property, boolean absent) {
        expect(property, Property.Type.BYTE);
        return has(property) ? wire[EncodedProperties.find(wire, property)] != 0 : absent;
    }

    /// A text, or null when the property is absent.
    ///
    /// @throws IllegalArgumentException when the property holds no text
    public @Nullable String text(Property property) {
        expect(property, Property.Type.TEXT);
        return has(property) ? EncodedProperties.textAt(wire, EncodedProperties.find(wire, property)) : null;
    }

    /// A copy of binary data, or null when the property is absent.
    ///
    /// @throws IllegalArgumentException when the property holds no binary data
    public byte @Nullable [] binary(Property property) {
        expect(property, Property.Type.BINARY);
        if (!has(property)) {
            return null;
        }
        int offset = EncodedProperties.find(wire, property);
        return Arrays.copyOfRange(wire, offset + 2, offset + 2 + EncodedProperties.shortAt(wire, offset));
    }

    /// The user properties in order [MQTT-3.3.2-18].
    public List<UserProperty> userProperties() {
        if (!has(Property.USER_PROPERTY)) {
            return List.of();
        }
        List<UserProperty> pairs = new ArrayList<>();
        for (int at = 0; at < wire.length; at = EncodedProperties.next(wire, at)) {
            if (wire[at] == Property.USER_PROPERTY.id()) {
                int value = at + 3 + EncodedProperties.shortAt(wire, at + 1);
                pairs.add(new UserProperty(
                        EncodedProperties.textAt(wire, at + 1), EncodedProperties.textAt(wire, value)));
            }
        }
        return List.copyOf(pairs);
    }

    /// The subscription identifiers in order, each 1 to 268,435,455.
    public int[] subscriptionIdentifiers() {
        if (!has(Property.SUBSCRIPTION_IDENTIFIER)) {
            return NO_NUMBERS;
        }
        int[] numbers = new int[4];
        int count = 0;
        for (int at = 0; at < wire.length; at = EncodedProperties.next(wire, at)) {
            if (wire[at] == Property.SUBSCRIPTION_IDENTIFIER.id()) {
                if (count == numbers.length) {
                    numbers = Arrays.copyOf(numbers, count * 2);
                }
                numbers[count++] = VarInt.get(wire, at + 1);
            }
        }
        return Arrays.copyOf(numbers, count);
    }

    /// A copy without any occurrence of that property.
    public Properties without(Property property) {
        return has(property) ? toBuilder().remove(property).build() : this;
    }

    /// The encoded length in bytes, without the length field.
    public int encodedLength() {
        return wire.length;
    }

    /// Writes the length field and the properties.
    ///
    /// @throws IllegalArgumentException when one of them is not allowed in that packet
    public void put(ByteBuffer out, AllowedProperties allowed) {
        if (!allowed.allows(present)) {
            throw new IllegalArgumentException(this + " are not all allowed in " + allowed);
        }
        VarInt.put(out, wire.length);
        out.put(wire);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Properties that && Arrays.equals(wire, that.wire);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(wire);
    }

    /// Names and values; only the length of binary data.
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("{");
        for (int at = 0; at < wire.length; at = EncodedProperties.next(wire, at)) {
            Property property = EncodedProperties.propertyAt(wire, at);
            text.append(at == 0 ? "" : ", ").append(property).append('=');
            switch (property.type()) {
                case BYTE, TWO_BYTE, FOUR_BYTE, VARINT ->
                    text.append(EncodedProperties.numberAt(wire, property, at + 1));
                case TEXT -> text.append(EncodedProperties.textAt(wire, at + 1));
                case BINARY ->
                    text.append(EncodedProperties.shortAt(wire, at + 1)).append(" bytes");
                case PAIR ->
                    text.append(EncodedProperties.textAt(wire, at + 1))
                            .append(':')
                            .append(EncodedProperties.textAt(wire, at + 3 + EncodedProperties.shortAt(wire, at + 1)));
            }
        }
        return text.append('}').toString();
    }

    private static void expect(Property property, Property.Type type) {
        if (property.type() != type) {
            throw wrongType(property);
        }
    }

    private static IllegalArgumentException wrongType(Property property) {
        return new IllegalArgumentException(property + " is of type " + property.type());
    }

    /// Builds properties. A property that may appear only once is replaced when set again.
    public static final class Builder {
        private byte[] wire = new byte[32];
        private int size;
        private long present;

        private Builder() {}

        /// Sets a number.
        ///
        /// @throws IllegalArgumentException when the property holds no number, or not this one
        public Builder set(Property property, long value) {
            if (!property.type().isNumber()) {
                throw wrongType(property);
            }
            if (!property.admits(value)) {
                throw new IllegalArgumentException(property + " cannot be " + value);
            }
            remove(property);
            append(property, value);
            return this;
        }

        /// Sets a property that is 0 or 1.
        ///
        /// @throws IllegalArgumentException when the property does not have type BYTE
        public Builder set(Property property, boolean value) {
            expect(property, Property.Type.BYTE);
            return set(property, value ? 1 : 0);
        }

        /// Sets a text.
        ///
        /// @throws IllegalArgumentException when the property holds no text, or this text is no
        ///     UTF-8 field of MQTT or no response topic
        public Builder set(Property property, String value) {
            expect(property, Property.Type.TEXT);
            byte[] utf8 = property == Property.RESPONSE_TOPIC ? Topic.of(value).utf8() : Utf8.encode(value);
            remove(property);
            begin(property, 2 + utf8.length);
            appendField(utf8);
            return this;
        }

        /// Sets binary data, which is copied.
        ///
        /// @throws IllegalArgumentException when the property holds no binary data, or there are
        ///     more than 65535 bytes
        public Builder set(Property property, byte[] value) {
            expect(property, Property.Type.BINARY);
            if (value.length > 0xffff) {
                throw new IllegalArgumentException(property + " has at most 65535 bytes, not " + value.length);
            }
            remove(property);
            begin(property, 2 + value.length);
            appendField(value);
            return this;
        }

        /// Adds a user property.
        ///
        /// @throws IllegalArgumentException when name or value is no UTF-8 field of MQTT
        public Builder user(String name, String value) {
            byte[] first = Utf8.encode(name);
            byte[] second = Utf8.encode(value);
            begin(Property.USER_PROPERTY, 4 + first.length + second.length);
            appendField(first);
            appendField(second);
            return this;
        }

        /// Adds a subscription identifier.
        ///
        /// @throws IllegalArgumentException outside 1 to 268,435,455
        public Builder subscriptionIdentifier(int value) {
            if (!Property.SUBSCRIPTION_IDENTIFIER.admits(value)) {
                throw new IllegalArgumentException("subscription identifier cannot be " + value);
            }
            append(Property.SUBSCRIPTION_IDENTIFIER, value);
            return this;
        }

        /// Adds all of these, replacing those that may appear only once.
        public Builder addAll(Properties properties) {
            for (Property property : Property.values()) {
                if (!property.mayRepeat() && properties.has(property)) {
                    remove(property);
                }
            }
            grow(properties.wire.length);
            System.arraycopy(properties.wire, 0, wire, size, properties.wire.length);
            size += properties.wire.length;
            present |= properties.present;
            return this;
        }

        /// Removes all occurrences of a property.
        public Builder remove(Property property) {
            if ((present & property.bit()) == 0) {
                return this;
            }
            int kept = 0;
            for (int at = 0; at < size; ) {
                int next = EncodedProperties.next(wire, at);
                if (wire[at] != property.id()) {
                    System.arraycopy(wire, at, wire, kept, next - at);
                    kept += next - at;
                }
                at = next;
            }
            size = kept;
            present &= ~property.bit();
            return this;
        }

        /// The properties so far; [Properties#NONE] when there are none.
        ///
        /// @throws IllegalArgumentException when they take more than 268,435,455 bytes
        public Properties build() {
            VarInt.size(size);
            return of(Arrays.copyOf(wire, size), present);
        }

        private void append(Property property, long value) {
            switch (property.type()) {
                case BYTE -> {
                    begin(property, 1);
                    wire[size++] = (byte) value;
                }
                case TWO_BYTE -> {
                    begin(property, 2);
                    appendShort((int) value);
                }
                case FOUR_BYTE -> {
                    begin(property, 4);
                    appendShort((int) (value >>> 16));
                    appendShort((int) value);
                }
                case VARINT -> {
                    begin(property, 4);
                    size = VarInt.put(wire, size, (int) value);
                }
                case TEXT, BINARY, PAIR -> throw wrongType(property);
            }
        }

        private void begin(Property property, int valueLength) {
            grow(1 + valueLength);
            wire[size++] = (byte) property.id();
            present |= property.bit();
        }

        private void appendField(byte[] bytes) {
            appendShort(bytes.length);
            System.arraycopy(bytes, 0, wire, size, bytes.length);
            size += bytes.length;
        }

        private void appendShort(int value) {
            wire[size++] = (byte) (value >>> 8);
            wire[size++] = (byte) value;
        }

        private void grow(int room) {
            if (size + room > wire.length) {
                wire = Arrays.copyOf(wire, Math.max(size + room, wire.length * 2));
            }
        }
    }
}
