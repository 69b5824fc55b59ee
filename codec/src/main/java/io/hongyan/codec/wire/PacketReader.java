package io.hongyan.codec.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.hongyan.codec.ProtocolException;
import io.hongyan.codec.field.Utf8;
import io.hongyan.codec.property.AllowedProperties;
import io.hongyan.codec.property.Properties;
import java.nio.ByteBuffer;

/// Reads the fields of one packet body in order. A missing or ill-formed field is a [ProtocolException]. The buffer is
/// not moved.
final class PacketReader {
    private final ByteBuffer in;
    private final int end;
    private int at;

    PacketReader(ByteBuffer in, int start, int end) {
        this.in = in;
        this.at = start;
        this.end = end;
    }

    /// The offset of the next field.
    int position() {
        return at;
    }

    boolean hasMore() {
        return at < end;
    }

    int readByte(String what) {
        need(1, what);
        return in.get(at++) & 0xff;
    }

    int readShort(String what) {
        need(2, what);
        int value = in.getShort(at) & 0xffff;
        at += 2;
        return value;
    }

    /// A packet identifier [MQTT-2.2.1-3].
    int readPacketId() {
        int packetId = readShort("packet identifier");
        checkPacketId(packetId);
        return packetId;
    }

    static void checkPacketId(int packetId) {
        if (packetId == 0) {
            throw ProtocolException.error("MQTT-2.2.1-3", "packet identifier is 0");
        }
    }

    /// Binary data with its length field.
    byte[] readBinary(String what) {
        int length = readShort(what);
        need(length, what);
        byte[] bytes = new byte[length];
        in.get(at, bytes);
        at += length;
        return bytes;
    }

    /// Text with its length field.
    String readText(String what) {
        byte[] utf8 = readBinary(what);
        Utf8.check(utf8, 0, utf8.length);
        return new String(utf8, UTF_8);
    }

    /// Properties with their length field, which must be present here [MQTT-2.2.2-1].
    Properties readProperties(AllowedProperties carrier) {
        int length = readPropertyLength();
        need(length, "property block");
        Properties properties = Properties.read(in, at, length, carrier);
        at += length;
        return properties;
    }

    private int readPropertyLength() {
        int value = 0;
        for (int shift = 0; shift < 28; shift += 7) {
            int octet = (byte) readByte("property length");
            value |= (octet & 0x7f) << shift;
            if (octet == 0 && shift > 0) {
                throw ProtocolException.malformed("MQTT-1.5.5-1", "property length has a byte too many");
            }
            if (octet >= 0) {
                return value;
            }
        }
        throw ProtocolException.malformed("1.5.5", "property length has more than four bytes");
    }

    /// Refuses bytes after the last field.
    void expectEnd() {
        if (at != end) {
            throw ProtocolException.malformed("2.1.4", (end - at) + " bytes follow the last field");
        }
    }

    private void need(int length, String what) {
        if (end - at < length) {
            throw ProtocolException.malformed("2.1.4", what + " is cut by the end of the packet");
        }
    }
}
