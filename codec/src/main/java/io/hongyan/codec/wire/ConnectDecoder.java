package io.hongyan.codec.wire;

import io.hongyan.codec.ProtocolException;
import io.hongyan.codec.QoS;
import io.hongyan.codec.ReasonCode;
import io.hongyan.codec.Version;
import io.hongyan.codec.packet.ConnAck;
import io.hongyan.codec.packet.Connect;
import io.hongyan.codec.packet.Will;
import io.hongyan.codec.property.AllowedProperties;
import io.hongyan.codec.property.Properties;
import io.hongyan.codec.property.Property;
import io.hongyan.codec.topic.Topic;

/// Decodes CONNECT and CONNACK (chapters 3.1 and 3.2).
final class ConnectDecoder {
    private static final int RESERVED = 0x01;
    private static final int CLEAN_START = 0x02;
    private static final int WILL = 0x04;
    private static final int WILL_RETAIN = 0x20;
    private static final int PASSWORD = 0x40;
    private static final int USER_NAME = 0x80;

    private static final ReasonCode[] BEFORE_5 = {
        ReasonCode.SUCCESS,
        ReasonCode.UNSUPPORTED_PROTOCOL_VERSION,
        ReasonCode.CLIENT_IDENTIFIER_NOT_VALID,
        ReasonCode.SERVER_UNAVAILABLE,
        ReasonCode.BAD_USER_NAME_OR_PASSWORD,
        ReasonCode.NOT_AUTHORIZED
    };

    private ConnectDecoder() {}

    /// Decodes the rest of a CONNECT, after the protocol level.
    static Connect connect(PacketReader in, Version version) {
        int flags = in.readByte("connect flags");
        checkFlags(flags, version);
        int keepAlive = in.readShort("keep alive");
        Properties properties = Properties.NONE;
        if (version.isV5()) {
            properties = in.readProperties(AllowedProperties.CONNECT);
            if (properties.has(Property.AUTHENTICATION_DATA) && !properties.has(Property.AUTHENTICATION_METHOD)) {
                throw ProtocolException.error("3.1.2.11.10", "authentication data without authentication method");
            }
        }
        String clientId = in.readText("client identifier");
        Will will = (flags & WILL) == 0 ? null : will(in, flags, version);
        String username = isPresent(in, flags & USER_NAME, version) ? in.readText("user name") : null;
        byte[] password = isPresent(in, flags & PASSWORD, version) ? in.readBinary("password") : null;
        in.expectEnd();
        boolean cleanStart = (flags & CLEAN_START) != 0;
        return new Connect(version, cleanStart, keepAlive, clientId, will, username, password, properties);
    }

    /// Reads protocol name and level.
    static Version version(PacketReader in) {
        String name = in.readText("protocol name");
        int level = in.readByte("protocol level");
        Version version = Version.of(name, level);
        if (version == null) {
            boolean known = name.equals(Version.MQTT_5.protocolName()) || name.equals(Version.MQTT_3_1.protocolName());
            throw new ProtocolException(
                    ReasonCode.UNSUPPORTED_PROTOCOL_VERSION,
                    known ? "MQTT-3.1.2-2" : "MQTT-3.1.2-1",
                    known ? "protocol " + name + " has no level " + level : "protocol name is neither MQTT nor MQIsdp");
        }
        return version;
    }

    /// 3.1 only says that reserved bits are not used, so they are not checked there.
    private static void checkFlags(int flags, Version version) {
        int willQos = (flags >> 3) & 3;
        if (version != Version.MQTT_3_1) {
            if ((flags & RESERVED) != 0) {
                throw ProtocolException.malformed("MQTT-3.1.2-3", "reserved connect flag is set");
            }
            if ((flags & WILL) == 0 && willQos != 0) {
                throw ProtocolException.malformed("MQTT-3.1.2-11", "will QoS without will");
            }
            if ((flags & WILL) == 0 && (flags & WILL_RETAIN) != 0) {
                throw ProtocolException.malformed("MQTT-3.1.2-13", "will retain without will");
            }
        }
        if ((flags & WILL) != 0 && willQos == 3) {
            throw ProtocolException.malformed("MQTT-3.1.2-12", "will QoS is 3");
        }
        if (!version.isV5() && (flags & PASSWORD) != 0 && (flags & USER_NAME) == 0) {
            throw ProtocolException.malformed("MQTT-3.1.2-22", "password without user name before 5.0");
        }
    }

    private static Will will(PacketReader in, int flags, Version version) {
        Properties properties = version.isV5() ? in.readProperties(AllowedProperties.WILL) : Properties.NONE;
        Topic topic = Topic.decoded(in.readBinary("will topic"));
        byte[] payload = in.readBinary("will payload");
        return new Will(topic, payload, QoS.of((flags >> 3) & 3), (flags & WILL_RETAIN) != 0, properties);
    }

    /// In 3.1 the remaining length decides: a field may be missing at the end although its flag is set.
    private static boolean isPresent(PacketReader in, int flag, Version version) {
        return flag != 0 && (version != Version.MQTT_3_1 || in.hasMore());
    }

    static ConnAck connAck(PacketReader in, Version version) {
        int flags = in.readByte("acknowledge flags");
        int code = in.readByte("reason code");
        // 3.1 has a reserved byte in the place of the flags.
        boolean sessionPresent = version != Version.MQTT_3_1 && flags == 1;
        if (version != Version.MQTT_3_1 && flags > 1) {
            throw ProtocolException.malformed("MQTT-3.2.2-1", "reserved acknowledge flags are set");
        }
        ReasonCode reason = version.isV5() ? AllowedReasons.CONNACK.decode(code) : reasonBefore5(code);
        if (sessionPresent && reason.isError()) {
            throw ProtocolException.error("MQTT-3.2.2-6", "session present in a refusal");
        }
        Properties properties = version.isV5() ? in.readProperties(AllowedProperties.CONNACK) : Properties.NONE;
        in.expectEnd();
        return new ConnAck(sessionPresent, reason, properties);
    }

    private static ReasonCode reasonBefore5(int code) {
        if (code >= BEFORE_5.length) {
            throw ProtocolException.malformed("MQTT-3.2.2-6", "there is no return code " + code);
        }
        return BEFORE_5[code];
    }
}
