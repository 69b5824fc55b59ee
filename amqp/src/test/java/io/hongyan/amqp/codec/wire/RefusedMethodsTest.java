package io.hongyan.amqp.codec.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.hongyan.amqp.codec.AmqpException;
import io.hongyan.amqp.codec.MethodId;
import io.hongyan.amqp.codec.ReplyCode;
import io.hongyan.amqp.codec.method.ConnectionClose;
import io.hongyan.amqp.codec.method.Unserved;
import io.hongyan.amqp.frame.FrameType;
import io.hongyan.codec.Hex;
import java.nio.ByteBuffer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class RefusedMethodsTest {
    @ParameterizedTest
    @CsvSource(quoteCharacter = '"', textBlock = """
            1, 003c 0028 0000 05'ab',                       FRAME_ERROR,     "exchange needs 5 bytes, but 2 are left"
            1, 003c 0028 0000 00,                           FRAME_ERROR,     "routing-key needs 1 bytes, but 0 are left"
            1, 003c 0028 0000 00 00 00 00,                  FRAME_ERROR,     "1 bytes follow the last field"
            1, 003c 0028 0000 02 c328 00 00,                SYNTAX_ERROR,    "exchange is not UTF-8: '\ufffd('"
            1, 003c 0028 0000 01 00 00 00,                  SYNTAX_ERROR,    "exchange holds a zero: '?'"
            1, 003c 0028 0000 03 eda080 00 00,              SYNTAX_ERROR,    "exchange is not UTF-8"
            1, 003c 0014 0000 00 00 00 ffffffff,            FRAME_ERROR,     "arguments needs 4294967295 bytes, but 0"
            1, 003c 0014 0000 00 00 00 00000003 01'a' 5a,   SYNTAX_ERROR,    "has the field 'a' with the unknown type 'Z'"
            1, 003c 0014 0000 00 00 00 00000003 01'a' 00,   SYNTAX_ERROR,    "has the field 'a' with the unknown type 0x0"
            1, 003c 0014 0000 00 00 00 00000004 01'a' 5374, FRAME_ERROR,     "arguments needs 4 bytes, but 1 are left"
            1, 003c 0014 0000 00 00 00 00000006 01'a' 'V' 01'a' 'V', SYNTAX_ERROR, "has the field 'a' twice"
            0, 000a 000b 00000000 00 7fffffff 00 00,        FRAME_ERROR,     "response needs 2147483647 bytes, but 2"
            0, 000a 000b 00000000 00 80000000 00 00,        FRAME_ERROR,     "response needs 2147483648 bytes, but 2"
            1, 003c 0051,                                   COMMAND_INVALID, "there is no method 81 of class 60"
            1, ffff ffff,                                   COMMAND_INVALID, "there is no method 65535 of class 65535"
            1, 003c 003c 00,                                COMMAND_INVALID, "a client does not send basic.deliver"
            0, 000a 000a,                                   COMMAND_INVALID, "a client does not send connection.start"
            1, 000a 0033,                                   COMMAND_INVALID, "connection.close-ok came on channel 1"
            0, 0014 000a 00,                                CHANNEL_ERROR,   "channel.open came on channel 0"
            1, 003c 00,                                     FRAME_ERROR,     "method-id needs 2 bytes, but 1 are left"
            """)
    void what_a_client_did_wrong_is_said_with_its_value(int channel, String payload, ReplyCode code, String message) {
        ByteBuffer frame = ClientEncoder.frame(FrameType.METHOD, channel, Hex.buffer(payload));
        AmqpException fault = catchThrowableOfType(AmqpException.class, () -> MethodDecoder.decode(frame));
        assertThat(fault.code()).isEqualTo(code);
        assertThat(fault).hasMessageContaining(message);
        assertThat(fault.text()).startsWith(fault.getMessage() + " [AMQP 0-9-1, ");
        assertThat(fault.getStackTrace()).isEmpty();
    }

    @Test
    void a_fault_without_a_clause_cites_none() {
        assertThat(new AmqpException(ReplyCode.CONNECTION_FORCED, "", "the server stops").text())
                .isEqualTo("the server stops");
        assertThat(new AmqpException(ReplyCode.FRAME_ERROR, "4.2.3", "wrong").text())
                .isEqualTo("wrong [AMQP 0-9-1, 4.2.3]");
    }

    @Test
    void a_fault_names_the_method_for_the_close() {
        ByteBuffer frame = ClientEncoder.frame(FrameType.METHOD, 1, Hex.buffer("003c 0028 0000 05'ab'"));
        AmqpException fault = catchThrowableOfType(AmqpException.class, () -> MethodDecoder.decode(frame));
        assertThat(ConnectionClose.of(fault))
                .isEqualTo(new ConnectionClose(501, "FRAME_ERROR - exchange needs 5 bytes, but 2 are left", 60, 40));
    }

    @Test
    void another_frame_is_no_method() {
        ByteBuffer frame = ClientEncoder.frame(FrameType.BODY, 1, Hex.buffer("003c 0028"));
        AmqpException fault = catchThrowableOfType(AmqpException.class, () -> MethodDecoder.decode(frame));
        assertThat(fault.code()).isEqualTo(ReplyCode.UNEXPECTED_FRAME);
    }

    @ParameterizedTest
    @CsvSource({
        "0028 000a, exchange.declare",
        "0032 0014, queue.bind",
        "003c 006e, basic.recover",
        "003c 0064, basic.recover-async",
        "005a 000a, tx.select",
        "001e 000a, access.request"
    })
    void what_is_not_served_comes_with_its_name_whatever_is_in_it(String ids, String name) {
        ByteBuffer frame = ClientEncoder.frame(FrameType.METHOD, 1, Hex.buffer(ids + "ff ff ff"));
        assertThat(MethodDecoder.decode(frame)).isInstanceOfSatisfying(Unserved.class, method -> {
            assertThat(method.name()).isEqualTo(name);
            assertThat(method.classId()).isEqualTo(frame.getShort(7));
            assertThat(method.methodId()).isEqualTo(frame.getShort(9));
        });
    }

    @ParameterizedTest
    @EnumSource
    void no_method_is_left_out(MethodId id) {
        int channel = id.classId() == MethodId.CONNECTION_CLASS ? 0 : 1;
        ByteBuffer payload =
                ByteBuffer.allocate(4).putShort((short) id.classId()).putShort((short) id.methodId());
        ByteBuffer frame = ClientEncoder.frame(FrameType.METHOD, channel, payload.flip());
        try {
            assertThat(MethodDecoder.decode(frame).id()).isEqualTo(id);
            assertThat(id.isFromClients()).isTrue();
        } catch (AmqpException e) {
            assertThat(e.code()).isEqualTo(id.isFromClients() ? ReplyCode.FRAME_ERROR : ReplyCode.COMMAND_INVALID);
            assertThat(e.classId()).isEqualTo(id.classId());
            assertThat(e.methodId()).isEqualTo(id.methodId());
        }
    }

    static Stream<String> longTexts() {
        return Stream.of("a".repeat(300), "é".repeat(200), "鸿".repeat(100), "🪿".repeat(100), "a" + "🪿".repeat(100));
    }

    @ParameterizedTest
    @MethodSource("longTexts")
    void a_long_reason_is_cut_between_characters(String text) {
        ConnectionClose close =
                ConnectionClose.of(new AmqpException(ReplyCode.NOT_ALLOWED, "4.2.4", text + "\0", MethodId.BASIC_GET));
        assertThat("NOT_ALLOWED - " + text).startsWith(close.replyText());
        assertThat(MethodEncoder.size(close)).isBetween(8 + 4 + 7 + 251, 8 + 4 + 7 + 255);
        assertThat(close.methodId()).isEqualTo(70);
    }
}
