package io.hongyan.conformance.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.hongyan.codec.Version;
import io.hongyan.codec.packet.Connect;
import io.hongyan.codec.packet.Packet;
import io.hongyan.codec.topic.TopicCache;
import io.hongyan.codec.wire.PacketDecoder;
import io.hongyan.codec.wire.PacketEncoder;
import io.hongyan.codec.wire.PacketGenerator;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Generated packets on a way over the wire through somebody else's codec and back: whatever one of both understands
/// differently shows.
class CodecDifferentialTest {
    private static final int PACKETS = 5000;
    private static final int FEWEST_KINDS = 8;

    private final PacketDecoder decoder = new PacketDecoder(new TopicCache(64));

    @ParameterizedTest
    @EnumSource
    void netty_reads_what_we_write_and_writes_what_we_read(Version version) {
        compare(new NettyOpinion(), version);
    }

    @ParameterizedTest
    @EnumSource
    void paho_reads_what_we_write_and_writes_what_we_read(Version version) {
        compare(new PahoOpinion(), version);
    }

    private void compare(Opinion other, Version version) {
        PacketGenerator generator = new PacketGenerator(new Random(20261127));
        Set<Class<?>> compared = new HashSet<>();
        for (int i = 0; i < PACKETS; i++) {
            Packet packet = generator.packet(version);
            if (other.knows(packet, version)) {
                compared.add(packet.getClass());
                assertThat(through(other, packet, version)).isEqualTo(Canonical.of(packet));
            }
        }
        assertThat(compared).as("kinds of packets that were compared").hasSizeGreaterThanOrEqualTo(FEWEST_KINDS);
    }

    private String through(Opinion other, Packet packet, Version version) {
        try {
            return Canonical.of(decoded(other.through(encoded(packet, version), version), packet, version));
        } catch (Exception refused) {
            throw new AssertionError("no agreement on " + Canonical.of(packet), refused);
        }
    }

    private Packet decoded(byte[] bytes, Packet like, Version version) {
        ByteBuffer frame = ByteBuffer.wrap(bytes);
        return like instanceof Connect ? decoder.decodeConnect(frame) : decoder.decode(frame, version);
    }

    private static byte[] encoded(Packet packet, Version version) {
        ByteBuffer frame = ByteBuffer.allocate(PacketEncoder.size(packet, version));
        PacketEncoder.encode(packet, version, frame);
        return frame.array();
    }
}
