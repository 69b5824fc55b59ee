package io.hongyan.codec.wire;

import io.hongyan.codec.ProtocolException;
import io.hongyan.codec.Version;
import io.hongyan.codec.packet.Connect;
import io.hongyan.codec.packet.Packet;
import io.hongyan.codec.packet.PingReq;
import io.hongyan.codec.packet.PingResp;
import io.hongyan.codec.topic.TopicCache;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// Decodes packets of both directions. Whether the sender may send such a packet is for the caller to judge.
///
/// A buffer holds one whole frame, as [Frames] tells its length, from position to limit, in big-endian order; heap or
/// direct. It is read at absolute positions and neither moved nor kept.
///
/// Confined to one thread, with its [TopicCache].
public final class PacketDecoder {
    private final PublishDecoder publishes;

    /// @param topics cache of topic names; other decoders of the same thread may share it
    public PacketDecoder(TopicCache topics) {
        this.publishes = new PublishDecoder(topics);
    }

    /// Decodes a packet of a connection whose version is known.
    ///
    /// @throws ProtocolException when the packet is malformed or not allowed
    public Packet decode(ByteBuffer frame, Version version) {
        int position = frame.position();
        int limit = frame.limit();
        int start = bodyStart(frame, position, limit);
        FixedHeader.checkShortest(frame, position, start, version);
        int first = frame.get(position) & 0xff;
        if (first >> 4 == FixedHeader.PUBLISH) {
            return publishes.decode(first & 0xf, frame, start, limit, version);
        }
        FixedHeader.checkType(first >> 4, version);
        FixedHeader.checkFlags(first, version);
        return decodeBody(first >> 4, new PacketReader(frame, start, limit), version);
    }

    /// Decodes the first packet of a connection.
    ///
    /// @throws ProtocolException when it is not a CONNECT, is malformed, or has a version that is not supported
    ///     ([io.hongyan.codec.ReasonCode#UNSUPPORTED_PROTOCOL_VERSION])
    public Connect decodeConnect(ByteBuffer frame) {
        int position = frame.position();
        int limit = frame.limit();
        int first = position < limit ? frame.get(position) & 0xff : 0;
        if (first >> 4 != FixedHeader.CONNECT) {
            throw ProtocolException.error("MQTT-3.1.0-1", "the first packet must be CONNECT, not type " + (first >> 4));
        }
        int start = bodyStart(frame, position, limit);
        PacketReader in = new PacketReader(frame, start, limit);
        Version version = ConnectDecoder.version(in);
        FixedHeader.checkShortest(frame, position, start, version);
        FixedHeader.checkFlags(first, version);
        return ConnectDecoder.connect(in, version);
    }

    /// The version of a CONNECT that may be malformed otherwise, so that it can be answered in that version; null
    /// when there is none that is supported.
    public static @Nullable Version announcedVersion(ByteBuffer frame) {
        try {
            int start = bodyStart(frame, frame.position(), frame.limit());
            boolean isConnect = frame.get(frame.position()) >> 4 == FixedHeader.CONNECT;
            return isConnect ? ConnectDecoder.version(new PacketReader(frame, start, frame.limit())) : null;
        } catch (ProtocolException e) {
            return null;
        }
    }

    /// The offset of the body of a frame that fills the buffer.
    private static int bodyStart(ByteBuffer frame, int position, int limit) {
        int length = Frames.length(frame, position, limit);
        if (length != limit - position) {
            throw ProtocolException.malformed("2.1.4", "remaining length does not agree with the frame");
        }
        return Frames.bodyStart(frame, position);
    }

    private static Packet decodeBody(int type, PacketReader in, Version version) {
        return switch (type) {
            case FixedHeader.CONNECT -> ConnectDecoder.connect(in, ConnectDecoder.version(in));
            case 2 -> ConnectDecoder.connAck(in, version);
            case 4 -> ReasonDecoder.pubAck(in, version);
            case 5 -> ReasonDecoder.pubRec(in, version);
            case 6 -> ReasonDecoder.pubRel(in, version);
            case 7 -> ReasonDecoder.pubComp(in, version);
            case 8 -> SubscribeDecoder.subscribe(in, version);
            case 9 -> SubscribeDecoder.subAck(in, version);
            case 10 -> SubscribeDecoder.unsubscribe(in, version);
            case 11 -> SubscribeDecoder.unsubAck(in, version);
            case 12 -> empty(PingReq.PINGREQ, in);
            case 13 -> empty(PingResp.PINGRESP, in);
            case 14 -> ReasonDecoder.disconnect(in, version);
            case 15 -> ReasonDecoder.auth(in, version);
            default -> throw new AssertionError(type);
        };
    }

    private static Packet empty(Packet packet, PacketReader in) {
        in.expectEnd();
        return packet;
    }
}
