package io.hongyan.amqp.codec.wire;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hongyan.amqp.codec.content.BasicProperties;
import io.hongyan.amqp.codec.content.ContentHeader;
import io.hongyan.amqp.codec.field.FieldTable;
import io.hongyan.amqp.codec.method.BasicDeliver;
import io.hongyan.amqp.frame.FrameType;
import io.hongyan.amqp.frame.Frames;
import io.hongyan.codec.Hex;
import java.nio.BufferOverflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeliveryEncoderTest {
    private static final int FRAME_MAX = 4096;
    private static final BasicProperties PROPERTIES = BasicProperties.builder()
            .contentType("text/plain")
            .headers(FieldTable.builder().put("mqttParentTopic", "demoTopic").build())
            .messageId("AC1100010001")
            .build();

    @Test
    void a_message_is_three_frames_one_behind_the_other() {
        ByteBuffer out = delivered("hello".getBytes(US_ASCII), BasicProperties.NONE, FRAME_MAX);
        assertThat(out)
                .isEqualTo(Hex.buffer("01 0002 0000001e 003c 003c 04'ctag' 0000000000000007 01"
                        + " 05't/sub' 05't/sub' ce"
                        + " 02 0002 0000000e 003c 0000 0000000000000005 0000 ce"
                        + " 03 0002 00000005 'hello' ce"));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4087, 4088, 4089, 8175, 8176, 8177, 300_000})
    void a_body_is_split_into_frames_of_at_most_frame_max(int length) {
        byte[] body = new byte[length];
        new Random(length).nextBytes(body);
        ByteBuffer out = delivered(body, PROPERTIES, FRAME_MAX);

        List<ByteBuffer> frames = frames(out);
        assertThat(ServerDecoder.decode(frames.get(0))).isEqualTo(new BasicDeliver("ctag", 7, true, "t/sub", "t/sub"));
        assertThat(ContentHeaderDecoder.decode(frames.get(1))).isEqualTo(new ContentHeader(length, PROPERTIES));
        byte[] joined = new byte[length];
        int at = 0;
        for (ByteBuffer frame : frames.subList(2, frames.size())) {
            assertThat(Frames.type(frame)).isEqualTo(FrameType.BODY);
            assertThat(frame.remaining()).isBetween(9, FRAME_MAX);
            Frames.copyPayload(frame, joined, at);
            at += Frames.payloadLength(frame);
        }
        assertThat(at).isEqualTo(length);
        assertThat(Arrays.equals(joined, body)).isTrue();
        assertThat(frames).hasSize(2 + (length + 4087) / 4088);
    }

    @Test
    void a_header_above_frame_max_is_refused_since_it_cannot_be_split() {
        BasicProperties large = BasicProperties.builder()
                .headers(FieldTable.builder().put("x", "a".repeat(FRAME_MAX)).build())
                .build();
        assertThat(DeliveryEncoder.headerSize(large)).isGreaterThan(FRAME_MAX);
        assertThatThrownBy(() -> DeliveryEncoder.size("c", "x", "k", large, 0, FRAME_MAX))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a header of 4129 bytes; frame-max is 4096");
    }

    @Test
    void what_cannot_be_sent_is_refused() {
        assertThatThrownBy(() -> DeliveryEncoder.size("c", "x", "k", PROPERTIES, 0, FRAME_MAX - 1))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> DeliveryEncoder.size("c", "x".repeat(256), "k", PROPERTIES, 0, FRAME_MAX))
                .hasMessage("a short string has at most 255 bytes, not 256");
        assertThatThrownBy(() -> DeliveryEncoder.size("c", "x", "k", PROPERTIES, Integer.MAX_VALUE, FRAME_MAX))
                .hasMessageStartingWith("a message of 21");
    }

    @Test
    void without_room_nothing_is_written() {
        ByteBuffer out = ByteBuffer.allocate(100).position(3);
        assertThatThrownBy(() ->
                        DeliveryEncoder.encode(1, "c", 1, false, "x", "k", PROPERTIES, new byte[200], FRAME_MAX, out))
                .isInstanceOf(BufferOverflowException.class);
        assertThat(out.position()).isEqualTo(3);
    }

    private static ByteBuffer delivered(byte[] body, BasicProperties properties, int frameMax) {
        int size = DeliveryEncoder.size("ctag", "t/sub", "t/sub", properties, body.length, frameMax);
        ByteBuffer out = ByteBuffer.allocate(size);
        DeliveryEncoder.encode(2, "ctag", 7, true, "t/sub", "t/sub", properties, body, frameMax, out);
        assertThat(out.hasRemaining()).isFalse();
        return out.flip();
    }

    private static List<ByteBuffer> frames(ByteBuffer stream) {
        List<ByteBuffer> frames = new ArrayList<>();
        int at = 0;
        while (at < stream.limit()) {
            int length = stream.getInt(at + 3) + Frames.OVERHEAD;
            frames.add(stream.slice(at, length));
            at += length;
        }
        return frames;
    }
}
