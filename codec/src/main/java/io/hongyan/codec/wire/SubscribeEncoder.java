package io.hongyan.codec.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.hongyan.codec.ReasonCode;
import io.hongyan.codec.Version;
import io.hongyan.codec.field.Utf8;
import io.hongyan.codec.field.VarInt;
import io.hongyan.codec.packet.SubAck;
import io.hongyan.codec.packet.Subscribe;
import io.hongyan.codec.packet.Subscription;
import io.hongyan.codec.packet.UnsubAck;
import io.hongyan.codec.packet.Unsubscribe;
import io.hongyan.codec.property.AllowedProperties;
import io.hongyan.codec.property.Properties;
import java.nio.ByteBuffer;

/// Encodes SUBSCRIBE, SUBACK, UNSUBSCRIBE and UNSUBACK (chapters 3.8 to 3.11).
final class SubscribeEncoder {
    private SubscribeEncoder() {}

    static int length(Subscribe packet, Version version) {
        int length = headLength(packet.properties(), version);
        for (Subscription subscription : packet.subscriptions()) {
            length += 2 + Utf8.length(subscription.filter()) + 1;
        }
        return length;
    }

    static void put(Subscribe packet, Version version, ByteBuffer out) {
        putHead(packet.packetId(), packet.properties(), AllowedProperties.SUBSCRIBE, version, out);
        for (Subscription subscription : packet.subscriptions()) {
            putFilter(subscription.filter(), out);
            out.put((byte)
                    (version.isV5() ? options(subscription) : subscription.qos().level()));
        }
    }

    private static int options(Subscription subscription) {
        return subscription.qos().level()
                | (subscription.noLocal() ? 0x04 : 0)
                | (subscription.retainAsPublished() ? 0x08 : 0)
                | (subscription.retainHandling().code() << 4);
    }

    static int length(SubAck packet, Version version) {
        return headLength(packet.properties(), version) + packet.reasons().size();
    }

    static void put(SubAck packet, Version version, ByteBuffer out) {
        putHead(packet.packetId(), packet.properties(), AllowedProperties.ACK, version, out);
        for (ReasonCode reason : packet.reasons()) {
            boolean refusalBefore5 = !version.isV5() && reason.isError();
            out.put((byte) AllowedReasons.SUBACK.encode(refusalBefore5 ? ReasonCode.UNSPECIFIED_ERROR : reason));
        }
    }

    static int length(Unsubscribe packet, Version version) {
        int length = headLength(packet.properties(), version);
        for (String filter : packet.filters()) {
            length += 2 + Utf8.length(filter);
        }
        return length;
    }

    static void put(Unsubscribe packet, Version version, ByteBuffer out) {
        putHead(packet.packetId(), packet.properties(), AllowedProperties.UNSUBSCRIBE, version, out);
        for (String filter : packet.filters()) {
            putFilter(filter, out);
        }
    }

    static int length(UnsubAck packet, Version version) {
        return headLength(packet.properties(), version)
                + (version.isV5() ? packet.reasons().size() : 0);
    }

    static void put(UnsubAck packet, Version version, ByteBuffer out) {
        putHead(packet.packetId(), packet.properties(), AllowedProperties.ACK, version, out);
        if (version.isV5()) {
            for (ReasonCode reason : packet.reasons()) {
                out.put((byte) AllowedReasons.UNSUBACK.encode(reason));
            }
        }
    }

    private static int headLength(Properties properties, Version version) {
        return version.isV5() ? 2 + VarInt.size(properties.encodedLength()) + properties.encodedLength() : 2;
    }

    private static void putHead(
            int packetId, Properties properties, AllowedProperties carrier, Version version, ByteBuffer out) {
        out.putShort((short) packetId);
        if (version.isV5()) {
            properties.put(out, carrier);
        }
    }

    private static void putFilter(String filter, ByteBuffer out) {
        byte[] utf8 = filter.getBytes(UTF_8);
        out.putShort((short) utf8.length);
        out.put(utf8);
    }
}
