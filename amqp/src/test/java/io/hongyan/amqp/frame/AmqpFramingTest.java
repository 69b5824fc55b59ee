package io.hongyan.amqp.frame;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.hongyan.amqp.codec.AmqpException;
import io.hongyan.amqp.codec.ReplyCode;
import io.hongyan.codec.Hex;
import io.hongyan.transport.Framing;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AmqpFramingTest {
    @Test
    void the_header_is_one_frame() {
        ByteBuffer header = Hex.buffer("'AMQP' 00 00 09 01");
        for (int length = 0; length < ProtocolHeader.SIZE; length++) {
            assertThat(AmqpFraming.PROTOCOL_HEADER.length(header, 0, length)).isEqualTo(Framing.INCOMPLETE);
            AmqpFraming.PROTOCOL_HEADER.checkPart(header, 0, length);
        }
        assertThat(AmqpFraming.PROTOCOL_HEADER.length(header, 0, ProtocolHeader.SIZE))
                .isEqualTo(8);
        AmqpFraming.PROTOCOL_HEADER.checkWhole(header, 0, ProtocolHeader.SIZE);
        ByteBuffer written = ByteBuffer.allocate(ProtocolHeader.SIZE);
        ProtocolHeader.put(written);
        assertThat(written.flip()).isEqualTo(header);
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '"', textBlock = """
            'G',                          "no client of AMQP begins with 47"
            'GET / HTTP/1.1' 0d 0a,       "plain HTTP on an AMQP port"
            'PRI * HTTP/2.0' 0d 0a,       "plain HTTP on an AMQP port"
            16,                           "TLS on a plain port"
            16 03 01 02 00 01,            "TLS on a plain port"
            16 04,                        "no client of AMQP begins with 16 04"
            10,                           "MQTT on an AMQP port"
            10 20 00 04 'MQTT' 05,        "MQTT on an AMQP port"
            'AMQP' 00 01 00 00,           "the client speaks AMQP 1.0; this port speaks AMQP 0-9-1 (41 4d 51 50 00 01 00 00)"
            'AMQP' 03 01 00 00,           "the client speaks AMQP 1.0"
            'AMQP' 01 01 00 09,           "the client speaks another version of AMQP"
            'AMQP' 01 01 00 0a,           "the client speaks another version of AMQP"
            'AMQP' 01,                    "the client speaks another version of AMQP"
            'AMQP' 00 00 09 00,           "the client speaks another version of AMQP"
            'AMQX',                       "no client of AMQP begins with 41 4d 51 58"
            01 0000 00000004,             "no client of AMQP begins with 01 00 00 00 00 00 04"
            """)
    void another_protocol_is_refused_by_name(String bytes, String text) {
        ByteBuffer in = Hex.buffer(bytes);
        AmqpException fault = catchThrowableOfType(
                AmqpException.class, () -> AmqpFraming.PROTOCOL_HEADER.checkPart(in, 0, in.limit()));
        assertThat(fault.code()).isEqualTo(ReplyCode.FRAME_ERROR);
        assertThat(fault).hasMessageStartingWith(text);
        assertThat(fault.clause()).isEqualTo("4.2.2");
    }

    @Test
    void the_length_of_a_frame_is_known_from_its_seventh_byte_on() {
        ByteBuffer in = Hex.buffer("ff 01 0001 00000005");
        for (int end = 1; end < 8; end++) {
            assertThat(AmqpFraming.FRAMES.length(in, 1, end)).isEqualTo(Framing.INCOMPLETE);
        }
        assertThat(AmqpFraming.FRAMES.length(in, 1, 8)).isEqualTo(13);
    }

    @ParameterizedTest
    @CsvSource({"00, 0", "04, 4", "09, 9", "41, 65", "ff, 255"})
    void an_unknown_type_is_refused_with_its_first_byte(String byteOfType, int type) {
        ByteBuffer in = Hex.buffer(byteOfType);
        AmqpException fault = catchThrowableOfType(AmqpException.class, () -> AmqpFraming.FRAMES.checkPart(in, 0, 1));
        assertThat(fault.code()).isEqualTo(ReplyCode.FRAME_ERROR);
        assertThat(fault).hasMessage("there is no frame of type " + type);
        assertThat(catchThrowableOfType(AmqpException.class, () -> AmqpFraming.FRAMES.length(in, 0, 1)))
                .hasMessage(fault.getMessage());
    }

    @ParameterizedTest
    @CsvSource({"ffffffff, 4294967295", "80000000, 2147483648", "7ffffff8, 2147483640"})
    void a_size_that_no_buffer_has_is_refused(String size, long bytes) {
        ByteBuffer in = Hex.buffer("03 0001" + size);
        AmqpException fault =
                catchThrowableOfType(AmqpException.class, () -> AmqpFraming.FRAMES.length(in, 0, in.limit()));
        assertThat(fault.code()).isEqualTo(ReplyCode.FRAME_ERROR);
        assertThat(fault).hasMessage("the payload of a frame cannot have " + bytes + " bytes");
    }

    @Test
    void the_largest_size_is_for_the_limit_to_judge() {
        assertThat(AmqpFraming.FRAMES.length(Hex.buffer("03 0001 7ffffff7"), 0, 7))
                .isEqualTo(Integer.MAX_VALUE);
        assertThat(AmqpFraming.FRAMES.tooLong(Integer.MAX_VALUE, 4096))
                .isInstanceOfSatisfying(AmqpException.class, fault -> {
                    assertThat(fault.code()).isEqualTo(ReplyCode.FRAME_ERROR);
                    assertThat(fault).hasMessage("a frame of 2147483647 bytes; the limit is 4096");
                });
    }

    @Test
    void a_whole_frame_ends_with_its_end() {
        ByteBuffer in = Hex.buffer("01 0001 00000002 aa bb cd 01");
        AmqpException fault =
                catchThrowableOfType(AmqpException.class, () -> AmqpFraming.FRAMES.checkWhole(in, 0, in.limit()));
        assertThat(fault).hasMessage("a frame ends with 0xcd, not 0xce");
        in.put(9, (byte) 0xce);
        AmqpFraming.FRAMES.checkWhole(in, 0, in.limit());
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '"', textBlock = """
            08 0000 00000000 ce,    HEARTBEAT,     ""
            03 0001 00000000 ce,    BODY,          ""
            08 0001 00000000 ce,    FRAME_ERROR,   "a heartbeat on channel 1 with 0 bytes"
            08 0000 00000001 00 ce, FRAME_ERROR,   "a heartbeat on channel 0 with 1 bytes"
            03 0000 00000001 00 ce, CHANNEL_ERROR, "content (BODY) came on channel 0"
            01 0001 00000001 ce,    FRAME_ERROR,   "a frame of 8 bytes has another size in it"
            01 0001 00000000 00,    FRAME_ERROR,   "a frame ends with 0x0, not 0xce"
            07 0001 00000000 ce,    FRAME_ERROR,   "there is no frame of type 7"
            """)
    void a_frame_is_judged_before_it_is_decoded(String bytes, String outcome, String message) {
        ByteBuffer frame = Hex.buffer(bytes);
        if (message.isEmpty()) {
            assertThat(Frames.type(frame)).isEqualTo(FrameType.valueOf(outcome));
        } else {
            AmqpException fault = catchThrowableOfType(AmqpException.class, () -> Frames.type(frame));
            assertThat(fault.code()).isEqualTo(ReplyCode.valueOf(outcome));
            assertThat(fault).hasMessage(message);
        }
    }

    @Test
    void a_heartbeat_is_eight_bytes() {
        ByteBuffer out = ByteBuffer.allocate(Frames.OVERHEAD);
        Frames.putHeartbeat(out);
        assertThat(Hex.text(out.array())).isEqualTo("08 00 00 00 00 00 00 ce");
    }
}
