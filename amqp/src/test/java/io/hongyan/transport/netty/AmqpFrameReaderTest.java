package io.hongyan.transport.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.hongyan.amqp.codec.AmqpException;
import io.hongyan.amqp.frame.AmqpFraming;
import io.hongyan.amqp.frame.Frames;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The framing under the reader that transport uses it with, in whose package it therefore is.
class AmqpFrameReaderTest {
    private static final String HEADER = "414d515000000901";
    private static final List<String> FRAMES =
            List.of("08000000000000ce", "010001000000050014000a00ce", "02000100000005ce0000ce00ce", "03000100000000ce");

    @Test
    void a_stream_is_cut_into_the_same_frames_wherever_it_is_split() {
        byte[] stream = HexFormat.of().parseHex(HEADER + String.join("", FRAMES));
        List<String> expected = new ArrayList<>(List.of(HEADER));
        expected.addAll(FRAMES);
        for (int first = 1; first < stream.length; first++) {
            for (int second = first; second < stream.length; second++) {
                FrameReader reader = new FrameReader(AmqpFraming.PROTOCOL_HEADER);
                List<String> frames = new ArrayList<>();
                take(reader, Unpooled.wrappedBuffer(stream, 0, first), frames);
                take(reader, Unpooled.wrappedBuffer(stream, first, second - first), frames);
                take(reader, Unpooled.wrappedBuffer(stream, second, stream.length - second), frames);
                assertThat(frames).isEqualTo(expected);
            }
        }
    }

    private static void take(FrameReader reader, ByteBuf in, List<String> frames) {
        while (in.isReadable()) {
            ByteBuffer frame = reader.next(in);
            if (frame != null) {
                byte[] bytes = new byte[frame.remaining()];
                frame.get(frame.position(), bytes);
                if (!frames.isEmpty()) {
                    Frames.type(frame);
                }
                frames.add(HexFormat.of().formatHex(bytes));
                reader.framing(AmqpFraming.FRAMES);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "47, no client of AMQP begins with 47",
        "42, no client of AMQP begins with 42",
        "414d51500001, the client speaks another version of AMQP; this port speaks AMQP 0-9-1 (41 4d 51 50 00 01)",
        "414d515000000900, "
                + "the client speaks another version of AMQP; this port speaks AMQP 0-9-1 (41 4d 51 50 00 00 09 00)"
    })
    void a_header_is_refused_at_its_first_wrong_byte_and_not_before(String hex, String message) {
        byte[] bytes = HexFormat.of().parseHex(hex);
        FrameReader reader = new FrameReader(AmqpFraming.PROTOCOL_HEADER);
        for (int i = 0; i < bytes.length - 1; i++) {
            assertThat(reader.next(Unpooled.wrappedBuffer(bytes, i, 1))).isNull();
        }
        ByteBuf last = Unpooled.wrappedBuffer(bytes, bytes.length - 1, 1);
        assertThat(catchThrowableOfType(AmqpException.class, () -> reader.next(last)))
                .hasMessage(message);
    }

    @ParameterizedTest
    @CsvSource({
        "474554202f20485454502f312e310d0a, plain HTTP on an AMQP port",
        "101000044d51545405020000000003616263, MQTT on an AMQP port: MQTT has ports of its own"
    })
    void another_protocol_that_comes_at_once_is_named(String hex, String message) {
        FrameReader reader = new FrameReader(AmqpFraming.PROTOCOL_HEADER);
        ByteBuf in = Unpooled.wrappedBuffer(HexFormat.of().parseHex(hex));
        assertThat(catchThrowableOfType(AmqpException.class, () -> reader.next(in)))
                .hasMessageStartingWith(message);
    }

    @ParameterizedTest
    @CsvSource({
        "030001ffffffff,     'the payload of a frame cannot have 4294967295 bytes'",
        "03000100001000,     'a frame of 4104 bytes; the limit is 4096'",
        "04,                 'there is no frame of type 4'"
    })
    void a_frame_that_cannot_be_taken_is_refused_before_its_payload_comes(String hex, String message) {
        byte[] bytes = HexFormat.of().parseHex(hex);
        assertThat(refusal(bytes, bytes.length)).hasMessage(message);
        assertThat(refusal(bytes, 1)).hasMessage(message);
    }

    private static AmqpException refusal(byte[] bytes, int step) {
        FrameReader reader = new FrameReader(AmqpFraming.FRAMES);
        reader.limit(Frames.MIN_SIZE);
        return catchThrowableOfType(AmqpException.class, () -> {
            for (int at = 0; at < bytes.length; at += step) {
                assertThat(reader.next(Unpooled.wrappedBuffer(bytes, at, step))).isNull();
            }
        });
    }
}
