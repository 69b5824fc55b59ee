package io.hongyan.codec.wire;

import io.hongyan.codec.ProtocolException;
import io.hongyan.codec.QoS;
import io.hongyan.codec.ReasonCode;
import io.hongyan.codec.Version;
import io.hongyan.codec.packet.RetainHandling;
import io.hongyan.codec.packet.SubAck;
import io.hongyan.codec.packet.Subscribe;
import io.hongyan.codec.packet.Subscription;
import io.hongyan.codec.packet.UnsubAck;
import io.hongyan.codec.packet.Unsubscribe;
import io.hongyan.codec.property.AllowedProperties;
import io.hongyan.codec.property.Properties;
import java.util.ArrayList;
import java.util.List;

/// Decodes SUBSCRIBE, SUBACK, UNSUBSCRIBE and UNSUBACK (chapters 3.8 to 3.11).
final class SubscribeDecoder {
    private static final int NO_LOCAL = 4;
    private static final int RETAIN_AS_PUBLISHED = 8;

    private SubscribeDecoder() {}

    static Subscribe subscribe(PacketReader in, Version version) {
        int packetId = in.readPacketId();
        Properties properties = version.isV5() ? in.readProperties(AllowedProperties.SUBSCRIBE) : Properties.NONE;
        if (!in.hasMore()) {
            throw ProtocolException.error("MQTT-3.8.3-2", "SUBSCRIBE has no filter");
        }
        List<Subscription> subscriptions = new ArrayList<>(1);
        do {
            String filter = filter(in);
            int options = in.readByte("subscription options");
            subscriptions.add(
                    version.isV5()
                            ? subscription(filter, options)
                            : new Subscription(filter, requestedBefore5(options, version)));
        } while (in.hasMore());
        return new Subscribe(packetId, subscriptions, properties);
    }

    private static Subscription subscription(String filter, int options) {
        if ((options & 0xc0) != 0) {
            throw ProtocolException.malformed("MQTT-3.8.3-5", "reserved subscription options are set");
        }
        if ((options & 3) == 3) {
            throw ProtocolException.error("3.8.3.1", "requested QoS is 3");
        }
        if ((options & 0x30) == 0x30) {
            throw ProtocolException.error("3.8.3.1", "retain handling is 3");
        }
        boolean noLocal = (options & NO_LOCAL) != 0;
        if (noLocal && filter.startsWith("$share/")) {
            throw ProtocolException.error("MQTT-3.8.3-4", "no local on a shared subscription");
        }
        return new Subscription(
                filter,
                QoS.of(options & 3),
                noLocal,
                (options & RETAIN_AS_PUBLISHED) != 0,
                RetainHandling.of(options >> 4));
    }

    /// The upper six bits of the byte are reserved: 3.1 does not use them, 3.1.1 wants them 0.
    private static QoS requestedBefore5(int octet, Version version) {
        int level = version == Version.MQTT_3_1 ? octet & 3 : octet;
        if (level > 2) {
            throw ProtocolException.malformed("MQTT-3-8.3-4", "requested QoS byte is " + octet);
        }
        return QoS.of(level);
    }

    static Unsubscribe unsubscribe(PacketReader in, Version version) {
        int packetId = in.readPacketId();
        Properties properties = version.isV5() ? in.readProperties(AllowedProperties.UNSUBSCRIBE) : Properties.NONE;
        if (!in.hasMore()) {
            throw ProtocolException.error("MQTT-3.10.3-2", "UNSUBSCRIBE has no filter");
        }
        List<String> filters = new ArrayList<>(1);
        do {
            filters.add(filter(in));
        } while (in.hasMore());
        return new Unsubscribe(packetId, filters, properties);
    }

    private static String filter(PacketReader in) {
        String filter = in.readText("topic filter");
        if (filter.isEmpty()) {
            throw new ProtocolException(ReasonCode.TOPIC_FILTER_INVALID, "MQTT-4.7.3-1", "topic filter is empty");
        }
        return filter;
    }

    static SubAck subAck(PacketReader in, Version version) {
        int packetId = in.readPacketId();
        Properties properties = version.isV5() ? in.readProperties(AllowedProperties.ACK) : Properties.NONE;
        List<ReasonCode> reasons = new ArrayList<>(1);
        do {
            int code = in.readByte("reason code");
            reasons.add(version.isV5() ? AllowedReasons.SUBACK.decode(code) : grantBefore5(code, version));
        } while (in.hasMore());
        return new SubAck(packetId, reasons, properties);
    }

    /// 3.1 does not use the upper six bits, and knows no failure; there are servers that send one all the same.
    private static ReasonCode grantBefore5(int code, Version version) {
        if (code == ReasonCode.UNSPECIFIED_ERROR.code()) {
            return ReasonCode.UNSPECIFIED_ERROR;
        }
        int level = version == Version.MQTT_3_1 ? code & 3 : code;
        if (level > 2) {
            throw ProtocolException.malformed("MQTT-3.9.3-2", "there is no return code " + code);
        }
        return ReasonCode.granted(QoS.of(level));
    }

    static UnsubAck unsubAck(PacketReader in, Version version) {
        int packetId = in.readPacketId();
        if (!version.isV5()) {
            in.expectEnd();
            return new UnsubAck(packetId, List.of(), Properties.NONE);
        }
        Properties properties = in.readProperties(AllowedProperties.ACK);
        List<ReasonCode> reasons = new ArrayList<>(1);
        do {
            reasons.add(AllowedReasons.UNSUBACK.decode(in.readByte("reason code")));
        } while (in.hasMore());
        return new UnsubAck(packetId, reasons, properties);
    }
}
