package io.hongyan.codec.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.hongyan.codec.ProtocolException;
import io.hongyan.codec.Version;
import io.hongyan.codec.field.VarInt;
import io.hongyan.codec.packet.Connect;
import io.hongyan.codec.packet.Packet;
import io.hongyan.codec.spec.Spec;
import io.hongyan.codec.topic.TopicCache;
import java.nio.ByteBuffer;
import java.util.Random;
import java.util.function.BiConsumer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What holds for every packet, shown for some thousands of random ones per version.
class GeneratedPacketsTest {
    private static final int ROUNDS = 3_000;

    private final PacketDecoder decoder = new PacketDecoder(new TopicCache(64));

    @ParameterizedTest
    @EnumSource
    void a_packet_is_equal_after_a_way_over_the_wire(Version version) {
        forEachPacket(version, ROUNDS, (packet, bytes) -> {
            assertThat(decode(ByteBuffer.wrap(bytes), packet, version)).isEqualTo(packet);
            ByteBuffer direct = ByteBuffer.allocateDirect(bytes.length + 7).position(3);
            direct.put(bytes).flip().position(3);
            assertThat(decode(direct, packet, version)).isEqualTo(packet);
            assertThat(direct.position()).isEqualTo(3);
        });
    }

    @ParameterizedTest
    @EnumSource
    void encoding_writes_as_many_bytes_as_announced_and_the_frame_says_so(Version version) {
        forEachPacket(version, ROUNDS, (packet, bytes) -> {
            ByteBuffer out = ByteBuffer.allocateDirect(bytes.length);
            PacketEncoder.encode(packet, version, out);
            assertThat(out.hasRemaining()).isFalse();
            assertThat(Frames.length(out, 0, out.limit())).isEqualTo(bytes.length);
        });
    }

    @ParameterizedTest
    @EnumSource
    void a_cut_frame_is_a_violation_at_every_length(Version version) {
        forEachPacket(version, ROUNDS / 10, (packet, bytes) -> {
            for (int length = 0; length < bytes.length; length++) {
                ByteBuffer cut = ByteBuffer.wrap(bytes, 0, length);
                try {
                    fail("%s cut to %d bytes became %s", packet, length, decode(cut, packet, version));
                } catch (ProtocolException expected) {
                    assertThat(expected.reason().isError()).isTrue();
                }
            }
        });
    }

    @ParameterizedTest
    @EnumSource
    @Spec({"3.1.1/MQTT-3.1.4-1", "5.0/MQTT-4.13.1-1"})
    void a_packet_cut_short_with_a_length_that_agrees_is_a_packet_or_a_violation(Version version) {
        forEachPacket(version, ROUNDS / 10, (packet, bytes) -> {
            byte[] body = body(bytes);
            for (int length = 0; length < body.length; length++) {
                decodeOrRefuse(frame(bytes[0], body, length), version);
            }
        });
    }

    @ParameterizedTest
    @EnumSource
    void a_flipped_byte_makes_another_packet_or_a_violation(Version version) {
        Random random = new Random(version.level());
        forEachPacket(version, ROUNDS / 10, (packet, bytes) -> {
            for (int i = 0; i < bytes.length; i++) {
                byte[] damaged = bytes.clone();
                damaged[i] ^= (byte) (1 + random.nextInt(255));
                decodeOrRefuse(damaged, version);
            }
        });
    }

    @ParameterizedTest
    @EnumSource
    void random_bytes_are_a_packet_or_a_violation(Version version) {
        Random random = new Random(7);
        for (int i = 0; i < 50_000; i++) {
            byte[] body = new byte[random.nextInt(40)];
            random.nextBytes(body);
            // Small numbers are likelier to be lengths that fit.
            for (int k = 0; k < body.length; k++) {
                body[k] = random.nextInt(3) == 0 ? body[k] : (byte) random.nextInt(6);
            }
            decodeOrRefuse(frame((byte) random.nextInt(256), body, body.length), version);
        }
    }

    /// Any other exception fails the test. What is accepted must also have a way back.
    private void decodeOrRefuse(byte[] bytes, Version version) {
        try {
            Packet packet = decoder.decode(ByteBuffer.wrap(bytes), version);
            Version spoken = packet instanceof Connect connect ? connect.version() : version;
            byte[] again = encode(packet, spoken);
            assertThat(decoder.decode(ByteBuffer.wrap(again), spoken)).isEqualTo(packet);
        } catch (ProtocolException expected) {
            assertThat(expected.clause()).isNotEmpty();
            assertThat(expected.getMessage()).isNotEmpty();
            assertThat(expected.reason().isError()).isTrue();
        }
    }

    private Packet decode(ByteBuffer frame, Packet original, Version version) {
        return original instanceof Connect ? decoder.decodeConnect(frame) : decoder.decode(frame, version);
    }

    private static void forEachPacket(Version version, int rounds, BiConsumer<Packet, byte[]> check) {
        PacketGenerator generator = new PacketGenerator(new Random(version.level()));
        for (int i = 0; i < rounds; i++) {
            Packet packet = generator.packet(version);
            check.accept(packet, encode(packet, version));
        }
    }

    private static byte[] encode(Packet packet, Version version) {
        ByteBuffer out = ByteBuffer.allocate(PacketEncoder.size(packet, version));
        PacketEncoder.encode(packet, version, out);
        assertThat(out.hasRemaining()).isFalse();
        return out.array();
    }

    private static byte[] body(byte[] frame) {
        int start = 2;
        while (frame[start - 1] < 0) {
            start++;
        }
        byte[] body = new byte[frame.length - start];
        System.arraycopy(frame, start, body, 0, body.length);
        return body;
    }

    private static byte[] frame(byte first, byte[] body, int length) {
        byte[] frame = new byte[1 + VarInt.size(length) + length];
        frame[0] = first;
        System.arraycopy(body, 0, frame, VarInt.put(frame, 1, length), length);
        return frame;
    }
}
