package io.hongyan.codec.property;

import io.hongyan.codec.ProtocolException;
import io.hongyan.codec.ReasonCode;
import io.hongyan.codec.field.Utf8;
import java.nio.ByteBuffer;

/// Validates properties that came from the peer: known identifiers, allowed in that packet, not repeated, values
/// complete and legal (chapter 2.2.2).
final class PropertyDecoder {
    private final byte[] wire;
    private final AllowedProperties allowed;
    private int at;
    private long present;

    private PropertyDecoder(byte[] wire, AllowedProperties allowed) {
        this.wire = wire;
        this.allowed = allowed;
    }

    /// Copies properties out of a buffer and validates them.
    static Properties read(ByteBuffer in, int offset, int length, AllowedProperties allowed) {
        if (length == 0) {
            return Properties.NONE;
        }
        byte[] wire = new byte[length];
        in.get(offset, wire);
        PropertyDecoder reader = new PropertyDecoder(wire, allowed);
        while (reader.at < length) {
            reader.readProperty();
        }
        return Properties.of(wire, reader.present);
    }

    private void readProperty() {
        int id = wire[at++];
        Property property = Property.of(id);
        if (property == null) {
            throw ProtocolException.malformed("2.2.2.2", "there is no property " + (id & 0xff));
        }
        if (!allowed.allows(property.bit())) {
            throw ProtocolException.malformed("2.2.2.2", property + " is not allowed in " + allowed);
        }
        if ((present & property.bit()) != 0 && !allowed.allowsRepeated(property)) {
            throw ProtocolException.error("2.2.2.2", property + " appears twice");
        }
        present |= property.bit();
        readValue(property);
    }

    private void readValue(Property property) {
        switch (property.type()) {
            case BYTE -> admit(property, readNumber(property, 1));
            case TWO_BYTE -> admit(property, readNumber(property, 2));
            case FOUR_BYTE -> admit(property, readNumber(property, 4));
            case VARINT -> admit(property, readVarInt(property));
            case BINARY -> skipField(property);
            case TEXT -> {
                int start = readText(property);
                if (property == Property.RESPONSE_TOPIC) {
                    checkResponseTopic(start);
                }
            }
            case PAIR -> {
                readText(property);
                readText(property);
            }
        }
    }

    private static void admit(Property property, long value) {
        if (property.admits(value)) {
            return;
        }
        if (property == Property.TOPIC_ALIAS) {
            throw new ProtocolException(ReasonCode.TOPIC_ALIAS_INVALID, "MQTT-3.3.2-8", "topic alias is 0");
        }
        throw ProtocolException.error("2.2.2.2", property + " cannot be " + value);
    }

    private long readNumber(Property property, int length) {
        need(property, length);
        long value = 0;
        for (int end = at + length; at < end; at++) {
            value = (value << 8) | (wire[at] & 0xff);
        }
        return value;
    }

    private int readVarInt(Property property) {
        int value = 0;
        for (int shift = 0; shift < 28; shift += 7) {
            need(property, 1);
            int octet = wire[at++];
            value |= (octet & 0x7f) << shift;
            if (octet == 0 && shift > 0) {
                throw ProtocolException.malformed("MQTT-1.5.5-1", property + " has a byte too many");
            }
            if (octet >= 0) {
                return value;
            }
        }
        throw ProtocolException.malformed("1.5.5", property + " has more than four bytes");
    }

    /// Checks a text and returns its offset.
    private int readText(Property property) {
        int start = skipField(property);
        Utf8.check(wire, start, at - start);
        return start;
    }

    /// Skips a field that has a length field, and returns the offset of its content.
    private int skipField(Property property) {
        need(property, 2);
        int length = EncodedProperties.shortAt(wire, at);
        at += 2;
        need(property, length);
        int start = at;
        at += length;
        return start;
    }

    private void checkResponseTopic(int start) {
        for (int i = start; i < at; i++) {
            if (wire[i] == '+' || wire[i] == '#') {
                throw ProtocolException.error("MQTT-3.3.2-14", "response topic holds a wildcard");
            }
        }
        if (start == at) {
            throw ProtocolException.error("MQTT-4.7.3-1", "response topic is empty");
        }
    }

    private void need(Property property, int length) {
        if (wire.length - at < length) {
            throw ProtocolException.malformed("2.2.2", property + " is longer than the properties");
        }
    }
}
