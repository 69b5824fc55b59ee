package io.hongyan.conformance.codec;

import io.hongyan.codec.ReasonCode;
import io.hongyan.codec.Version;
import io.hongyan.codec.packet.Auth;
import io.hongyan.codec.packet.ConnAck;
import io.hongyan.codec.packet.Connect;
import io.hongyan.codec.packet.Disconnect;
import io.hongyan.codec.packet.Packet;
import io.hongyan.codec.packet.PingReq;
import io.hongyan.codec.packet.PingResp;
import io.hongyan.codec.packet.PubAck;
import io.hongyan.codec.packet.PubComp;
import io.hongyan.codec.packet.PubRec;
import io.hongyan.codec.packet.PubRel;
import io.hongyan.codec.packet.Publish;
import io.hongyan.codec.packet.SubAck;
import io.hongyan.codec.packet.Subscribe;
import io.hongyan.codec.packet.UnsubAck;
import io.hongyan.codec.packet.Unsubscribe;
import io.hongyan.codec.property.Property;
import java.util.Collections;
import java.util.Set;
import java.util.regex.Pattern;

/// The wire messages of Eclipse Paho's two Java clients, where they both read and write them: the client for
/// 3.1.1 does not write what only a server sends, nor read what only a client sends.
final class PahoOpinion implements Opinion {
    /// Characters that MQTT advises against and Paho refuses: control characters, non-characters, and, before 5.0, all
    /// beyond the first 65,536.
    private static final Pattern REFUSED =
            Pattern.compile("[\\x01-\\x1f\\x7f-\\x9f\\ufeff\\uffff\\x{10000}-\\x{10ffff}]");

    /// It omits the payload format indicator when it is 0, which has the same meaning.
    private static final String NOT_WRITTEN = Property.PAYLOAD_FORMAT_INDICATOR + "=0";

    private static final Set<ReasonCode> UNKNOWN_IN_SUBACK = Set.of(
            ReasonCode.QUOTA_EXCEEDED,
            ReasonCode.SUBSCRIPTION_IDENTIFIERS_NOT_SUPPORTED,
            ReasonCode.WILDCARD_SUBSCRIPTIONS_NOT_SUPPORTED);

    @Override
    public boolean knows(Packet packet, Version version) {
        String text = Canonical.of(packet);
        if (REFUSED.matcher(text).find() || text.contains(NOT_WRITTEN)) {
            return false;
        }
        return switch (packet) {
            // It writes the flags of AUTH as 1, and rejects reason 0 in it.
            case Auth _ -> false;
            case Connect _, Subscribe _, Unsubscribe _, UnsubAck _ -> version.isV5();
            // The reasons are those that it has forgotten.
            case ConnAck ack ->
                version.isV5()
                        && ack.reason() != ReasonCode.PAYLOAD_FORMAT_INVALID
                        && ack.reason() != ReasonCode.QOS_NOT_SUPPORTED;
            case SubAck ack -> version.isV5() && Collections.disjoint(ack.reasons(), UNKNOWN_IN_SUBACK);
            case PubAck ack -> ack.reason() != ReasonCode.PACKET_IDENTIFIER_IN_USE;
            case Disconnect disconnect -> disconnect.reason() != ReasonCode.BAD_AUTHENTICATION_METHOD;
            case Publish _, PubRec _, PubRel _, PubComp _, PingReq _, PingResp _ -> true;
        };
    }

    @Override
    public byte[] through(byte[] bytes, Version version) throws Exception {
        if (version.isV5()) {
            var message = org.eclipse.paho.mqttv5.common.packet.MqttWireMessage.createWireMessage(bytes);
            return joined(message.getHeader(), message.getPayload());
        }
        var message = org.eclipse.paho.client.mqttv3.internal.wire.MqttWireMessage.createWireMessage(bytes);
        return joined(message.getHeader(), message.getPayload());
    }

    private static byte[] joined(byte[] first, byte[] second) {
        byte[] all = new byte[first.length + second.length];
        System.arraycopy(first, 0, all, 0, first.length);
        System.arraycopy(second, 0, all, first.length, second.length);
        return all;
    }
}
