package io.hongyan.amqp.codec.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.hongyan.amqp.codec.content.BasicProperties;
import io.hongyan.amqp.codec.field.FieldTable;
import io.hongyan.amqp.codec.method.BasicAck;
import io.hongyan.amqp.frame.AmqpFraming;
import io.hongyan.amqp.frame.Frames;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

/// What the way of a message may allocate. Unlike time, allocation is the same on a busy machine.
class AllocationTest {
    private static final int ROUNDS = 20_000;
    private static final int FRAME_MAX = 4096;

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final ByteBuffer out = ByteBuffer.allocateDirect(1 << 16);
    private final byte[] body = new byte[10_000];
    private final BasicProperties properties = BasicProperties.builder()
            .contentType("text/plain")
            .headers(FieldTable.builder()
                    .put("mqttParentTopic", "demoTopic")
                    .put("mqttSecondTopic", "/sub/鸿雁")
                    .put("clientId", "GID_x@@@dev1")
                    .put("bornTime", "1700000000000")
                    .build())
            .deliveryMode(2)
            .expiration("600")
            .messageId("AC1100010001")
            .timestamp(1_700_000_000L)
            .build();

    @Test
    void encoding_a_delivery_allocates_nothing() {
        assertThat(allocated(() -> DeliveryEncoder.encode(
                        1,
                        "ctag",
                        7,
                        false,
                        "demoTopic/sub",
                        "demoTopic/sub",
                        properties,
                        body,
                        FRAME_MAX,
                        out.clear())))
                .isZero();
        assertThat(allocated(
                        () -> DeliveryEncoder.size("ctag", "demoTopic/sub", "demoTopic/sub", properties, 9, FRAME_MAX)))
                .isZero();
    }

    @Test
    void encoding_a_confirm_allocates_nothing() {
        BasicAck ack = new BasicAck(1, false);
        assertThat(allocated(() -> MethodEncoder.encode(1, ack, out.clear()))).isZero();
        assertThat(allocated(() -> MethodEncoder.size(ack))).isZero();
    }

    @Test
    void cutting_and_judging_frames_allocates_nothing() {
        DeliveryEncoder.encode(1, "c", 7, false, "x", "k", properties, body, FRAME_MAX, out.clear());
        out.flip();
        assertThat(allocated(() -> AmqpFraming.FRAMES.length(out, 0, out.limit())))
                .isZero();
        ByteBuffer first = out.slice(0, AmqpFraming.FRAMES.length(out, 0, out.limit()));
        assertThat(allocated(() -> Frames.type(first))).isZero();
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
}
