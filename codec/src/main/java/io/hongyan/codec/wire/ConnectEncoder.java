package io.hongyan.codec.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.hongyan.codec.ReasonCode;
import io.hongyan.codec.Version;
import io.hongyan.codec.field.Utf8;
import io.hongyan.codec.field.VarInt;
import io.hongyan.codec.packet.ConnAck;
import io.hongyan.codec.packet.Connect;
import io.hongyan.codec.packet.Will;
import io.hongyan.codec.property.AllowedProperties;
import io.hongyan.codec.property.Properties;
import java.nio.ByteBuffer;

/// Encodes CONNECT and CONNACK (chapters 3.1 and 3.2).
final class ConnectEncoder {
    private ConnectEncoder() {}

    static int length(Connect packet) {
        boolean v5 = packet.version().isV5();
        int length = 2 + packet.version().protocolName().length() + 4;
        length += v5 ? propertyLength(packet.properties()) : 0;
        length += 2 + Utf8.length(packet.clientId());
        Will will = packet.will();
        if (will != null) {
            length += v5 ? propertyLength(will.properties()) : 0;
            length += 2 + will.topic().length() + binaryLength(will.payload());
        }
        String username = packet.username();
        length += username == null ? 0 : 2 + Utf8.length(username);
        byte[] password = packet.password();
        return length + (password == null ? 0 : binaryLength(password));
    }

    static void put(Connect packet, ByteBuffer out) {
        boolean v5 = packet.version().isV5();
        if (!v5 && packet.password() != null && packet.username() == null) {
            throw new IllegalArgumentException("before 5.0 a password needs a user name [MQTT-3.1.2-22]");
        }
        putText(packet.version().protocolName(), out);
        out.put((byte) packet.version().level());
        out.put((byte) flags(packet));
        out.putShort((short) packet.keepAlive());
        if (v5) {
            packet.properties().put(out, AllowedProperties.CONNECT);
        }
        putText(packet.clientId(), out);
        Will will = packet.will();
        if (will != null) {
            if (v5) {
                will.properties().put(out, AllowedProperties.WILL);
            }
            putBinary(will.topic().utf8(), out);
            putBinary(will.payload(), out);
        }
        String username = packet.username();
        if (username != null) {
            putText(username, out);
        }
        byte[] password = packet.password();
        if (password != null) {
            putBinary(password, out);
        }
    }

    private static int flags(Connect packet) {
        int flags = packet.cleanStart() ? 0x02 : 0;
        Will will = packet.will();
        if (will != null) {
            flags |= 0x04 | (will.qos().level() << 3) | (will.retain() ? 0x20 : 0);
        }
        return flags | (packet.password() == null ? 0 : 0x40) | (packet.username() == null ? 0 : 0x80);
    }

    static int connAckLength(ConnAck packet, Version version) {
        return version.isV5() ? 2 + propertyLength(packet.properties()) : 2;
    }

    static void putConnAck(ConnAck packet, Version version, ByteBuffer out) {
        int code = version.isV5() ? AllowedReasons.CONNACK.encode(packet.reason()) : returnCode(packet.reason());
        if (code < 0) {
            throw new IllegalArgumentException("there is no return code before 5.0 for " + packet.reason());
        }
        boolean sessionPresent = packet.sessionPresent() && version != Version.MQTT_3_1;
        out.put((byte) (sessionPresent ? 1 : 0));
        out.put((byte) code);
        if (version.isV5()) {
            packet.properties().put(out, AllowedProperties.CONNACK);
        }
    }

    /// The return code of 3.1 and 3.1.1 that is closest to a reason, or -1.
    static int returnCode(ReasonCode reason) {
        return switch (reason) {
            case SUCCESS -> 0;
            case UNSUPPORTED_PROTOCOL_VERSION -> 1;
            case CLIENT_IDENTIFIER_NOT_VALID -> 2;
            case SERVER_UNAVAILABLE,
                    SERVER_BUSY,
                    SERVER_SHUTTING_DOWN,
                    QUOTA_EXCEEDED,
                    USE_ANOTHER_SERVER,
                    SERVER_MOVED,
                    CONNECTION_RATE_EXCEEDED -> 3;
            case BAD_USER_NAME_OR_PASSWORD -> 4;
            case NOT_AUTHORIZED, BANNED -> 5;
            default -> -1;
        };
    }

    private static int propertyLength(Properties properties) {
        return VarInt.size(properties.encodedLength()) + properties.encodedLength();
    }

    private static int binaryLength(byte[] bytes) {
        if (bytes.length > 0xffff) {
            throw new IllegalArgumentException("a field has at most 65535 bytes, not " + bytes.length);
        }
        return 2 + bytes.length;
    }

    private static void putText(String text, ByteBuffer out) {
        putBinary(text.getBytes(UTF_8), out);
    }

    private static void putBinary(byte[] bytes, ByteBuffer out) {
        out.putShort((short) bytes.length);
        out.put(bytes);
    }
}
