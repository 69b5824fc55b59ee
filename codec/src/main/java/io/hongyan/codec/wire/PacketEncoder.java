package io.hongyan.codec.wire;

import io.hongyan.codec.QoS;
import io.hongyan.codec.ReasonCode;
import io.hongyan.codec.Version;
import io.hongyan.codec.field.VarInt;
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
import io.hongyan.codec.property.AllowedProperties;
import io.hongyan.codec.property.Properties;
import io.hongyan.codec.topic.Topic;
import java.nio.BufferOverflowException;
import java.nio.ByteBuffer;

/// Encodes packets. What the version does not have (properties, reasons, options) is left out; what no version allows
/// is an [IllegalArgumentException]. Buffers have big-endian order and enough room: call [#size] first.
public final class PacketEncoder {
    private PacketEncoder() {}

    /// The bytes that [#encode] will write, 2 to 268,435,460. CONNECT is encoded in its own version.
    ///
    /// @throws IllegalArgumentException when the packet is too long for MQTT, or holds text that is not valid
    ///     in MQTT
    public static int size(Packet packet, Version version) {
        int length = length(packet, version);
        return 1 + VarInt.size(length) + length;
    }

    /// The size of a PUBLISH with that content.
    ///
    /// @param propertiesLength as [Properties#encodedLength()] tells; ignored before 5.0
    public static int publishSize(Topic topic, QoS qos, int payloadLength, int propertiesLength, Version version) {
        int length = PublishEncoder.length(topic, qos, payloadLength, propertiesLength, version);
        return 1 + VarInt.size(length) + length;
    }

    /// Writes a packet at the position of the buffer: exactly [#size] bytes, or none when it throws.
    ///
    /// @throws IllegalArgumentException as [#size], or when a reason or property is not allowed in the
    ///     packet
    /// @throws BufferOverflowException when there is not enough room
    public static void encode(Packet packet, Version version, ByteBuffer out) {
        if (packet instanceof Publish p) {
            encodePublish(
                    p.topic(), p.packetId(), p.qos(), p.retain(), p.dup(), p.payload(), p.properties(), version, out);
            return;
        }
        int start = out.position();
        try {
            out.put((byte) firstByte(packet));
            VarInt.put(out, length(packet, version));
            putBody(packet, version, out);
        } catch (IllegalArgumentException | BufferOverflowException e) {
            out.position(start);
            throw e;
        }
    }

    /// Writes a PUBLISH from its parts, without a [Publish]: [#publishSize] bytes, without allocating.
    ///
    /// @param packetId 0 for QoS 0, otherwise 1 to 65535
    /// @throws IllegalArgumentException as [#encode]
    public static void encodePublish(
            Topic topic,
            int packetId,
            QoS qos,
            boolean retain,
            boolean dup,
            byte[] payload,
            Properties properties,
            Version version,
            ByteBuffer out) {
        int start = out.position();
        try {
            PublishEncoder.put(topic, packetId, qos, retain, dup, payload, properties, version, out);
        } catch (IllegalArgumentException | BufferOverflowException e) {
            out.position(start);
            throw e;
        }
    }

    /// Writes a PUBACK, PUBREC, PUBREL or PUBCOMP with success: four bytes in every version.
    ///
    /// @param firstByte 0x40, 0x50, 0x62 or 0x70
    public static void encodeAck(int firstByte, int packetId, ByteBuffer out) {
        out.putInt((firstByte << 24) | (2 << 16) | packetId);
    }

    /// Removes reason string and user properties of a 5.0 packet where the receiver did not ask for them
    /// [MQTT-3.1.2-29] or where they would make the packet larger than the receiver accepts
    /// ([MQTT-3.2.2-19], [MQTT-3.4.2-2] and similar). Other packets, and all packets before 5.0, are returned
    /// unchanged. The result may still be too large.
    ///
    /// @param maximumPacketSize the receiver's limit in bytes
    /// @param problemInformation the client's Request Problem Information; true when the receiver is a server
    @SuppressWarnings("unchecked") // the same type of packet with other properties
    public static <P extends Packet> P fitted(
            P packet, Version version, long maximumPacketSize, boolean problemInformation) {
        return version.isV5() ? (P) DiagnosticProperties.fitted(packet, maximumPacketSize, problemInformation) : packet;
    }

    /// The return code of CONNACK before 5.0 for a reason: 0 for success, 1 to 5, or -1 when there is none: then the
    /// connection is closed without CONNACK [MQTT-3.2.2-6].
    public static int connAckReturnCode(ReasonCode reason) {
        return ConnectEncoder.returnCode(reason);
    }

    private static int length(Packet packet, Version version) {
        return switch (packet) {
            case Publish p -> PublishEncoder.length(p, version);
            case PubAck p -> 2 + ReasonEncoder.length(p.reason(), p.properties(), version);
            case PubRec p -> 2 + ReasonEncoder.length(p.reason(), p.properties(), version);
            case PubRel p -> 2 + ReasonEncoder.length(p.reason(), p.properties(), version);
            case PubComp p -> 2 + ReasonEncoder.length(p.reason(), p.properties(), version);
            case PingReq p -> 0;
            case PingResp p -> 0;
            case Subscribe p -> SubscribeEncoder.length(p, version);
            case SubAck p -> SubscribeEncoder.length(p, version);
            case Unsubscribe p -> SubscribeEncoder.length(p, version);
            case UnsubAck p -> SubscribeEncoder.length(p, version);
            case Connect p -> ConnectEncoder.length(p);
            case ConnAck p -> ConnectEncoder.connAckLength(p, version);
            case Disconnect p -> ReasonEncoder.length(p.reason(), p.properties(), version);
            case Auth p -> authLength(p, version);
        };
    }

    private static int authLength(Auth packet, Version version) {
        if (!version.isV5()) {
            throw new IllegalArgumentException("there is no AUTH before 5.0");
        }
        return ReasonEncoder.length(packet.reason(), packet.properties(), version);
    }

    private static int firstByte(Packet packet) {
        return switch (packet) {
            case Publish p -> throw new AssertionError(p);
            case PubAck p -> 0x40;
            case PubRec p -> 0x50;
            case PubRel p -> 0x62;
            case PubComp p -> 0x70;
            case PingReq p -> 0xc0;
            case PingResp p -> 0xd0;
            case Subscribe p -> 0x82;
            case SubAck p -> 0x90;
            case Unsubscribe p -> 0xa2;
            case UnsubAck p -> 0xb0;
            case Connect p -> 0x10;
            case ConnAck p -> 0x20;
            case Disconnect p -> 0xe0;
            case Auth p -> 0xf0;
        };
    }

    private static void putBody(Packet packet, Version version, ByteBuffer out) {
        switch (packet) {
            case Publish p -> throw new AssertionError(p);
            case PubAck p -> putAck(p.packetId(), p.reason(), AllowedReasons.PUBACK, p.properties(), version, out);
            case PubRec p -> putAck(p.packetId(), p.reason(), AllowedReasons.PUBREC, p.properties(), version, out);
            case PubRel p -> putAck(p.packetId(), p.reason(), AllowedReasons.PUBREL, p.properties(), version, out);
            case PubComp p -> putAck(p.packetId(), p.reason(), AllowedReasons.PUBCOMP, p.properties(), version, out);
            case PingReq p -> {}
            case PingResp p -> {}
            case Subscribe p -> SubscribeEncoder.put(p, version, out);
            case SubAck p -> SubscribeEncoder.put(p, version, out);
            case Unsubscribe p -> SubscribeEncoder.put(p, version, out);
            case UnsubAck p -> SubscribeEncoder.put(p, version, out);
            case Connect p -> ConnectEncoder.put(p, out);
            case ConnAck p -> ConnectEncoder.putConnAck(p, version, out);
            case Disconnect p ->
                ReasonEncoder.put(
                        p.reason(),
                        AllowedReasons.DISCONNECT,
                        p.properties(),
                        AllowedProperties.DISCONNECT,
                        version,
                        out);
            case Auth p ->
                ReasonEncoder.put(
                        p.reason(), AllowedReasons.AUTH, p.properties(), AllowedProperties.AUTH, version, out);
        }
    }

    private static void putAck(
            int packetId,
            ReasonCode reason,
            AllowedReasons list,
            Properties properties,
            Version version,
            ByteBuffer out) {
        out.putShort((short) packetId);
        ReasonEncoder.put(reason, list, properties, AllowedProperties.ACK, version, out);
    }
}
