package io.hongyan.codec.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.hongyan.codec.QoS;
import io.hongyan.codec.Version;
import io.hongyan.codec.packet.Publish;
import io.hongyan.codec.property.Properties;
import io.hongyan.codec.topic.Topic;
import io.hongyan.codec.topic.TopicCache;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What the way of a PUBLISH may allocate. Unlike time, allocation is the same on a busy machine.
class AllocationTest {
    private static final int ROUNDS = 20_000;
    private static final int PAYLOAD = 100;

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final PacketDecoder decoder = new PacketDecoder(new TopicCache(64));

    @ParameterizedTest
    @EnumSource
    void decoding_a_known_topic_allocates_the_record_and_the_payload(Version version) {
        ByteBuffer frame = frame(version);
        long perPacket = allocated(() -> decoder.decode(frame, version));
        int record = 48;
        int payload = 16 + 104;
        assertThat(perPacket).isLessThanOrEqualTo(record + payload);
    }

    @ParameterizedTest
    @EnumSource
    void encoding_allocates_nothing(Version version) {
        Publish publish = publish();
        ByteBuffer out = ByteBuffer.allocateDirect(256);
        assertThat(allocated(() -> PacketEncoder.encode(publish, version, out.clear())))
                .isZero();
        assertThat(allocated(() -> PacketEncoder.size(publish, version))).isZero();
    }

    @Test
    void cutting_allocates_nothing() {
        ByteBuffer frame = frame(Version.MQTT_3_1_1);
        assertThat(allocated(() -> Frames.length(frame, 0, frame.limit()))).isZero();
    }

    /// Bytes per call, rounded down, so that what the thread does once does not count.
    private long allocated(Runnable action) {
        action.run();
        long before = threads.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < ROUNDS; i++) {
            action.run();
        }
        return (threads.getCurrentThreadAllocatedBytes() - before) / ROUNDS;
    }

    private static Publish publish() {
        return new Publish(
                Topic.of("devices/12345/up"), 7, QoS.AT_LEAST_ONCE, false, false, new byte[PAYLOAD], Properties.NONE);
    }

    private static ByteBuffer frame(Version version) {
        ByteBuffer out = ByteBuffer.allocateDirect(PacketEncoder.size(publish(), version));
        PacketEncoder.encode(publish(), version, out);
        return out.flip();
    }
}
