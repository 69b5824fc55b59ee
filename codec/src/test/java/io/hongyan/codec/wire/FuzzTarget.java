package io.hongyan.codec.wire;

import io.hongyan.codec.ProtocolException;
import io.hongyan.codec.Version;
import io.hongyan.codec.packet.Connect;
import io.hongyan.codec.packet.Packet;
import io.hongyan.codec.topic.TopicCache;
import java.nio.ByteBuffer;
import java.util.List;

/// What a fuzzer feeds with bytes: the first one chooses the version (its level will do), the rest is what a peer
/// sends. Each frame is a packet or a [ProtocolException], and a packet is equal to itself after another way over the
/// wire.
///
/// `.ci/fuzz` runs Jazzer on it, which finds this method by its name.
public final class FuzzTarget {
    private static final List<Version> VERSIONS = List.of(Version.MQTT_3_1, Version.MQTT_3_1_1, Version.MQTT_5);

    private FuzzTarget() {}

    public static void fuzzerTestOneInput(byte[] input) {
        if (input.length == 0) {
            return;
        }
        Version version = VERSIONS.get((input[0] & 0xff) % VERSIONS.size());
        ByteBuffer stream = ByteBuffer.wrap(input, 1, input.length - 1);
        PacketDecoder decoder = new PacketDecoder(new TopicCache(16));
        try {
            while (stream.hasRemaining()) {
                int length = Frames.length(stream, stream.position(), stream.limit());
                if (length == Frames.INCOMPLETE || length > stream.remaining()) {
                    return;
                }
                ByteBuffer frame = stream.slice(stream.position(), length);
                stream.position(stream.position() + length);
                survives(decoder, frame, version);
            }
        } catch (ProtocolException refused) {
            if (!refused.reason().isError()) {
                throw new AssertionError("a violation whose reason is no error: " + refused.reason(), refused);
            }
        }
    }

    private static void survives(PacketDecoder decoder, ByteBuffer frame, Version version) {
        Packet packet = decode(decoder, frame, version);
        Version spoken = packet instanceof Connect connect ? connect.version() : version;
        ByteBuffer again = ByteBuffer.allocate(PacketEncoder.size(packet, spoken));
        PacketEncoder.encode(packet, spoken, again);
        Packet twice = decode(decoder, again.flip(), spoken);
        if (!packet.equals(twice)) {
            throw new AssertionError(packet + " came back as " + twice);
        }
    }

    private static Packet decode(PacketDecoder decoder, ByteBuffer frame, Version version) {
        boolean connect = (frame.get(frame.position()) & 0xf0) == 0x10;
        return connect ? decoder.decodeConnect(frame) : decoder.decode(frame, version);
    }
}
