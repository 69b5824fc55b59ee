package io.hongyan.codec.wire;

import io.hongyan.codec.Version;
import io.hongyan.codec.packet.Packet;
import java.nio.ByteBuffer;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What the fuzzer looks for at length, looked for briefly: streams of packets with some bytes changed, taken out or
/// put in.
class FuzzTargetTest {
    private static final int STREAMS = 20_000;

    @ParameterizedTest
    @EnumSource
    void a_damaged_stream_ends_in_packets_or_a_violation(Version version) {
        Random random = new Random(20261127);
        PacketGenerator generator = new PacketGenerator(random);
        for (int i = 0; i < STREAMS; i++) {
            FuzzTarget.fuzzerTestOneInput(damaged(stream(generator, random, version), random));
        }
    }

    private static byte[] stream(PacketGenerator generator, Random random, Version version) {
        ByteBuffer stream = ByteBuffer.allocate(1 << 16).put((byte) version.level());
        for (int i = random.nextInt(3); i >= 0; i--) {
            Packet packet = generator.packet(version);
            ByteBuffer frame = ByteBuffer.allocate(PacketEncoder.size(packet, version));
            PacketEncoder.encode(packet, version, frame);
            stream.put(frame.flip());
        }
        byte[] bytes = new byte[stream.position()];
        stream.get(0, bytes);
        return bytes;
    }

    private static byte[] damaged(byte[] stream, Random random) {
        byte[] bytes = stream;
        for (int i = random.nextInt(4); i > 0 && bytes.length > 2; i--) {
            int at = 1 + random.nextInt(bytes.length - 1);
            bytes = switch (random.nextInt(3)) {
                case 0 -> changed(bytes, at, (byte) random.nextInt());
                case 1 -> without(bytes, at);
                default -> with(bytes, at, (byte) random.nextInt());
            };
        }
        return bytes;
    }

    private static byte[] changed(byte[] bytes, int at, byte to) {
        byte[] other = bytes.clone();
        other[at] = to;
        return other;
    }

    private static byte[] without(byte[] bytes, int at) {
        byte[] fewer = new byte[bytes.length - 1];
        System.arraycopy(bytes, 0, fewer, 0, at);
        System.arraycopy(bytes, at + 1, fewer, at, fewer.length - at);
        return fewer;
    }

    private static byte[] with(byte[] bytes, int at, byte value) {
        byte[] more = new byte[bytes.length + 1];
        System.arraycopy(bytes, 0, more, 0, at);
        more[at] = value;
        System.arraycopy(bytes, at, more, at + 1, bytes.length - at);
        return more;
    }
}
