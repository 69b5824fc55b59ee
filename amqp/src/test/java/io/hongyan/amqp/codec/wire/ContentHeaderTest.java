package io.hongyan.amqp.codec.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.hongyan.amqp.codec.AmqpException;
import io.hongyan.amqp.codec.ReplyCode;
import io.hongyan.amqp.codec.content.BasicProperties;
import io.hongyan.amqp.codec.content.ContentHeader;
import io.hongyan.amqp.codec.field.FieldTable;
import io.hongyan.amqp.codec.field.FieldValue;
import io.hongyan.amqp.frame.FrameType;
import io.hongyan.codec.Hex;
import java.nio.ByteBuffer;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ContentHeaderTest {
    static Stream<Arguments> headers() {
        return Stream.of(
                Arguments.of("003c 0000 0000000000000000 0000", new ContentHeader(0, BasicProperties.NONE)),
                Arguments.of(
                        "003c 0000 000000000000000a 2080 0000000f 05'seqId' 'l' 0000000000000001"
                                + " 20'D1B8E9DA537243938B5EDAD65E71C917'",
                        new ContentHeader(
                                10,
                                BasicProperties.builder()
                                        .headers(FieldTable.builder()
                                                .put("seqId", new FieldValue.Int64(1))
                                                .build())
                                        .messageId("D1B8E9DA537243938B5EDAD65E71C917")
                                        .build())),
                Arguments.of(
                        "003c 0000 7fffffffffffffff fffc 01'a' 01'b' 00000000 02 ff 01'c' 01'd' 03'600' 01'e'"
                                + " 000000006553f100 01'f' 01'g' 01'h' 01'i'",
                        new ContentHeader(
                                Long.MAX_VALUE,
                                new BasicProperties(
                                        "a",
                                        "b",
                                        FieldTable.EMPTY,
                                        2,
                                        255,
                                        "c",
                                        "d",
                                        "600",
                                        "e",
                                        1_700_000_000L,
                                        "f",
                                        "g",
                                        "h",
                                        "i"))));
    }

    @ParameterizedTest
    @MethodSource("headers")
    void a_header_is_read_and_written(String payload, ContentHeader header) {
        ByteBuffer frame = ClientEncoder.frame(FrameType.HEADER, 1, Hex.buffer(payload));
        assertThat(ContentHeaderDecoder.decode(frame)).isEqualTo(header);
        assertThat(frame.position()).isZero();
        ByteBuffer written = ByteBuffer.allocate(DeliveryEncoder.headerSize(header.properties()));
        ContentHeaderEncoder.put(1, header.bodySize(), header.properties(), written);
        assertThat(written.flip()).isEqualTo(frame);
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '"', textBlock = """
            1, 003d 0000 0000000000000000 0000,       FRAME_ERROR,   "a content header has class 61"
            1, 003c 0001 0000000000000000 0000,       SYNTAX_ERROR,  "the weight is 1, not 0"
            1, 003c 0000 ffffffffffffffff 0000,       SYNTAX_ERROR,  "the body size is 18446744073709551615"
            1, 003c 0000 0000000000000000 0001,       SYNTAX_ERROR,  "property flags are 0x1"
            1, 003c 0000 0000000000000000 8002,       SYNTAX_ERROR,  "property flags are 0x8002"
            1, 003c 0000 0000000000000000 8000,       FRAME_ERROR,   "content-type needs 1 bytes, but 0 are left"
            1, 003c 0000 0000000000000000 0080 01 ff, SYNTAX_ERROR,  "message-id is not UTF-8"
            1, 003c 0000 0000000000000000 0000 00,    FRAME_ERROR,   "1 bytes follow the last field"
            1, 003c 0000 00000000,                    FRAME_ERROR,   "body size needs 8 bytes, but 4 are left"
            0, 003c 0000 0000000000000000 0000,       CHANNEL_ERROR, "content (HEADER) came on channel 0"
            """)
    void what_is_wrong_with_a_header_is_said_with_its_value(int channel, String payload, ReplyCode code, String text) {
        ByteBuffer frame = ClientEncoder.frame(FrameType.HEADER, channel, Hex.buffer(payload));
        AmqpException fault = catchThrowableOfType(AmqpException.class, () -> ContentHeaderDecoder.decode(frame));
        assertThat(fault.code()).isEqualTo(code);
        assertThat(fault).hasMessageContaining(text);
    }
}
