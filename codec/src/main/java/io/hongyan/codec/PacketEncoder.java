package io.hongyan.codec;

import java.nio.BufferOverflowException;
import java.nio.ByteBuffer;

/// Packets to bytes. What the version does not know (properties, reasons, options) is left out; what no version
/// may carry is an [IllegalArgumentException]. Buffers are in big-endian order, and have room: ask [#size] first.
public final class PacketEncoder {
    private PacketEncoder() {}

    /// The bytes that [#encode] will write, 2 to 268,435,460. CONNECT goes by its own version.
    ///
    /// @throws IllegalArgumentException when the packet is too long for MQTT, or holds text that is no text
    ///     of MQTT
    public static int size(Packet packet, Version version) {
        int length = length(packet, version);
        return 1 + VarInt.size(length) + length;
    }

    /// The size of a PUBLISH with that content.
    ///
    /// @param propertiesLength as [Properties#encodedLength()] tells; ignored before 5.0
    public static int publishSize(Topic topic, QoS qos, int payloadLength, int propertiesLength, Version version) {
        int length = PublishWriter.length(topic, qos, payloadLength, propertiesLength, version);
        return 1 + VarInt.size(length) + length;
    }

    /// Writes a packet at the position of the buffer: exactly [#size] bytes, or none when it throws.
    ///
    /// @throws IllegalArgumentException as [#size], or when a reason or property does not belong in the
    ///     packet
    /// @throws BufferOverflowException when the room does not suffice
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

    /// Writes a PUBLISH that nobody has put into a record: [#publishSize] bytes, without allocating.
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
            PublishWriter.put(topic, packetId, qos, retain, dup, payload, properties, version, out);
        } catch (IllegalArgumentException | BufferOverflowException e) {
            out.position(start);
            throw e;
        }
    }

    /// Writes a PUBACK, PUBREC, PUBREL or PUBCOMP that says success: four bytes in every version.
    ///
    /// @param firstByte 0x40, 0x50, 0x62 or 0x70
    public static void encodeAck(int firstByte, int packetId, ByteBuffer out) {
        out.putInt((firstByte << 24) | (2 << 16) | packetId);
    }

    /// The packet as a receiver of 5.0 wants it: without reason string and user properties where they are
    /// not asked for [MQTT-3.1.2-29], and without as much of them as would exceed the size it accepts
    /// ([MQTT-3.2.2-19], [MQTT-3.4.2-2] and their like). Packets without diagnostics, and all packets
    /// before 5.0, are returned as they are; what is still too large cannot be sent.
    ///
    /// @param maximumPacketSize the receiver's limit in bytes
    /// @param problemInformation the client's Request Problem Information; true towards a server
    @SuppressWarnings("unchecked") // the same type of packet with other properties
    public static <P extends Packet> P fitted(
            P packet, Version version, long maximumPacketSize, boolean problemInformation) {
        return version.isV5() ? (P) Diagnostics.fitted(packet, maximumPacketSize, problemInformation) : packet;
    }

    /// What a CONNACK before 5.0 says for a reason: 0 for success, 1 to 5, or -1 where none fits: then the
    /// connection is closed without CONNACK [MQTT-3.2.2-6].
    public static int connAckReturnCode(ReasonCode reason) {
        return ConnectWriter.returnCode(reason);
    }

    private static int length(Packet packet, Version version) {
        return switch (packet) {
            case Publish p -> PublishWriter.length(p, version);
            case PubAck p -> 2 + ReasonWriter.length(p.reason(), p.properties(), version);
            case PubRec p -> 2 + ReasonWriter.length(p.reason(), p.properties(), version);
            case PubRel p -> 2 + ReasonWriter.length(p.reason(), p.properties(), version);
            case PubComp p -> 2 + ReasonWriter.length(p.reason(), p.properties(), version);
            case PingReq p -> 0;
            case PingResp p -> 0;
            case Subscribe p -> SubscribeWriter.length(p, version);
            case SubAck p -> SubscribeWriter.length(p, version);
            case Unsubscribe p -> SubscribeWriter.length(p, version);
            case UnsubAck p -> SubscribeWriter.length(p, version);
            case Connect p -> ConnectWriter.length(p);
            case ConnAck p -> ConnectWriter.connAckLength(p, version);
            case Disconnect p -> ReasonWriter.length(p.reason(), p.properties(), version);
            case Auth p -> authLength(p, version);
        };
    }

    private static int authLength(Auth packet, Version version) {
        if (!version.isV5()) {
            throw new IllegalArgumentException("there is no AUTH before 5.0");
        }
        return ReasonWriter.length(packet.reason(), packet.properties(), version);
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
            case PubAck p -> putAck(p.packetId(), p.reason(), ReasonList.PUBACK, p.properties(), version, out);
            case PubRec p -> putAck(p.packetId(), p.reason(), ReasonList.PUBREC, p.properties(), version, out);
            case PubRel p -> putAck(p.packetId(), p.reason(), ReasonList.PUBREL, p.properties(), version, out);
            case PubComp p -> putAck(p.packetId(), p.reason(), ReasonList.PUBCOMP, p.properties(), version, out);
            case PingReq p -> {}
            case PingResp p -> {}
            case Subscribe p -> SubscribeWriter.put(p, version, out);
            case SubAck p -> SubscribeWriter.put(p, version, out);
            case Unsubscribe p -> SubscribeWriter.put(p, version, out);
            case UnsubAck p -> SubscribeWriter.put(p, version, out);
            case Connect p -> ConnectWriter.put(p, out);
            case ConnAck p -> ConnectWriter.putConnAck(p, version, out);
            case Disconnect p ->
                ReasonWriter.put(
                        p.reason(), ReasonList.DISCONNECT, p.properties(), PropertyCarrier.DISCONNECT, version, out);
            case Auth p ->
                ReasonWriter.put(p.reason(), ReasonList.AUTH, p.properties(), PropertyCarrier.AUTH, version, out);
        }
    }

    private static void putAck(
            int packetId, ReasonCode reason, ReasonList list, Properties properties, Version version, ByteBuffer out) {
        out.putShort((short) packetId);
        ReasonWriter.put(reason, list, properties, PropertyCarrier.ACK, version, out);
    }
}
