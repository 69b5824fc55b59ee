package io.hongyan.codec.wire;

import io.hongyan.codec.ProtocolException;
import io.hongyan.codec.Version;
import io.hongyan.codec.field.VarInt;
import java.nio.ByteBuffer;

/// The rules of the fixed header: packet type, flags and remaining length (chapter 2.1).
///
/// MQTT 3.1 calls the flags of most packets unused and does not ask a receiver to check them, so only those of PUBLISH
/// are checked there.
final class FixedHeader {
    static final int CONNECT = 1;
    static final int PUBLISH = 3;
    static final int AUTH = 15;
    private static final int DUP = 8;
    private static final int QOS = 6;

    private FixedHeader() {}

    /// Checks the first byte of a packet.
    ///
    /// @throws ProtocolException when no packet of that version begins with it
    static void checkFirst(int first, Version version) {
        int type = first >> 4;
        checkType(type, version);
        if (type == PUBLISH) {
            checkPublishFlags(first & 0xf, version);
        } else {
            checkFlags(first, version);
        }
    }

    static void checkType(int type, Version version) {
        if (type == 0) {
            throw ProtocolException.malformed("2.1.2", "there is no packet type 0");
        }
        if (type == AUTH && !version.isV5()) {
            throw ProtocolException.malformed("2.1.2", "there is no packet type 15 before 5.0");
        }
    }

    /// Refuses reserved flags of a packet that is no PUBLISH [MQTT-2.1.3-1].
    static void checkFlags(int first, Version version) {
        int type = first >> 4;
        int flags = first & 0xf;
        boolean isRequest = type == 6 || type == 8 || type == 10;
        if (flags != (isRequest ? 2 : 0) && version != Version.MQTT_3_1) {
            throw ProtocolException.malformed("MQTT-2.1.3-1", "packet type " + type + " has the flags " + flags);
        }
    }

    /// Refuses QoS 3, and DUP at QoS 0, where 3.1 gives it no meaning and later versions forbid it.
    static void checkPublishFlags(int flags, Version version) {
        if ((flags & QOS) == QOS) {
            throw ProtocolException.malformed("MQTT-3.3.1-4", "QoS is 3");
        }
        if ((flags & (DUP | QOS)) == DUP && version != Version.MQTT_3_1) {
            throw ProtocolException.malformed("MQTT-3.3.1-2", "DUP is set at QoS 0");
        }
    }

    /// Refuses a remaining length with more bytes than it needs. Only 5.0 forbids it.
    ///
    /// @param start the offset of the body, after the length
    static void checkShortest(ByteBuffer in, int position, int start, Version version) {
        if (start - position > 2 && in.get(start - 1) == 0 && version.isV5()) {
            throw ProtocolException.malformed("MQTT-1.5.5-1", "remaining length has a byte too many");
        }
    }

    /// Refuses a remaining length that is too long for any body of that packet type.
    static void checkLongest(int type, int remainingLength, Version version) {
        int surplus = remainingLength - longest(type, version);
        if (surplus > 0) {
            throw ProtocolException.malformed("2.1.4", surplus + " bytes follow the last field");
        }
    }

    private static int longest(int type, Version version) {
        return switch (type) {
            case 12, 13 -> 0;
            case 2, 4, 5, 6, 7, 11 -> version.isV5() ? VarInt.MAX : 2;
            case 14 -> version.isV5() ? VarInt.MAX : 0;
            default -> VarInt.MAX;
        };
    }
}
