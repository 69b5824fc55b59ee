package io.hongyan.codec.property;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.hongyan.codec.field.VarInt;
import java.util.Objects;

/// Reads single values out of encoded properties that are known to be well formed.
final class EncodedProperties {
    private EncodedProperties() {}

    /// The offset of the value of the first such property, which must be present.
    static int find(byte[] wire, Property property) {
        int at = 0;
        while (wire[at] != property.id()) {
            at = next(wire, at);
        }
        return at + 1;
    }

    /// The property whose identifier is at an offset.
    static Property propertyAt(byte[] wire, int offset) {
        return Objects.requireNonNull(Property.of(wire[offset]));
    }

    /// The offset of the property after the one at an offset.
    static int next(byte[] wire, int offset) {
        int value = offset + 1;
        return switch (propertyAt(wire, offset).type()) {
            case BYTE -> value + 1;
            case TWO_BYTE -> value + 2;
            case FOUR_BYTE -> value + 4;
            case VARINT -> value + VarInt.size(VarInt.get(wire, value));
            case TEXT, BINARY -> value + 2 + shortAt(wire, value);
            case PAIR -> {
                int second = value + 2 + shortAt(wire, value);
                yield second + 2 + shortAt(wire, second);
            }
        };
    }

    /// The unsigned number at an offset, encoded as that property is.
    static long numberAt(byte[] wire, Property property, int offset) {
        return switch (property.type()) {
            case BYTE -> wire[offset];
            case TWO_BYTE -> shortAt(wire, offset);
            case FOUR_BYTE -> ((long) shortAt(wire, offset) << 16) | shortAt(wire, offset + 2);
            case VARINT -> VarInt.get(wire, offset);
            case TEXT, BINARY, PAIR -> throw new AssertionError(property);
        };
    }

    /// The text at an offset, where its length field begins.
    static String textAt(byte[] wire, int offset) {
        return new String(wire, offset + 2, shortAt(wire, offset), UTF_8);
    }

    static int shortAt(byte[] wire, int offset) {
        return ((wire[offset] & 0xff) << 8) | (wire[offset + 1] & 0xff);
    }
}
