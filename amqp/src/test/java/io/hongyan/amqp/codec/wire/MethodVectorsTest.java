package io.hongyan.amqp.codec.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.hongyan.amqp.codec.MethodId;
import io.hongyan.amqp.codec.field.FieldTable;
import io.hongyan.amqp.codec.field.FieldValue;
import io.hongyan.amqp.codec.method.BasicAck;
import io.hongyan.amqp.codec.method.BasicCancel;
import io.hongyan.amqp.codec.method.BasicCancelOk;
import io.hongyan.amqp.codec.method.BasicConsume;
import io.hongyan.amqp.codec.method.BasicConsumeOk;
import io.hongyan.amqp.codec.method.BasicDeliver;
import io.hongyan.amqp.codec.method.BasicGet;
import io.hongyan.amqp.codec.method.BasicNack;
import io.hongyan.amqp.codec.method.BasicPublish;
import io.hongyan.amqp.codec.method.BasicQos;
import io.hongyan.amqp.codec.method.BasicQosOk;
import io.hongyan.amqp.codec.method.BasicReject;
import io.hongyan.amqp.codec.method.ChannelClose;
import io.hongyan.amqp.codec.method.ChannelCloseOk;
import io.hongyan.amqp.codec.method.ChannelFlow;
import io.hongyan.amqp.codec.method.ChannelFlowOk;
import io.hongyan.amqp.codec.method.ChannelOpen;
import io.hongyan.amqp.codec.method.ChannelOpenOk;
import io.hongyan.amqp.codec.method.ClientMethod;
import io.hongyan.amqp.codec.method.ConfirmSelect;
import io.hongyan.amqp.codec.method.ConfirmSelectOk;
import io.hongyan.amqp.codec.method.ConnectionBlocked;
import io.hongyan.amqp.codec.method.ConnectionClose;
import io.hongyan.amqp.codec.method.ConnectionCloseOk;
import io.hongyan.amqp.codec.method.ConnectionOpen;
import io.hongyan.amqp.codec.method.ConnectionOpenOk;
import io.hongyan.amqp.codec.method.ConnectionStart;
import io.hongyan.amqp.codec.method.ConnectionStartOk;
import io.hongyan.amqp.codec.method.ConnectionTune;
import io.hongyan.amqp.codec.method.ConnectionTuneOk;
import io.hongyan.amqp.codec.method.ConnectionUnblocked;
import io.hongyan.amqp.codec.method.QueueDeclare;
import io.hongyan.amqp.codec.method.QueueDeclareOk;
import io.hongyan.amqp.codec.method.ServerMethod;
import io.hongyan.amqp.codec.method.Unserved;
import io.hongyan.codec.Hex;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Each method as bytes, written by hand from the standard.
class MethodVectorsTest {
    private static final FieldTable SIGN_KEY =
            FieldTable.builder().put("signKey", "1795397115843").build();
    private static final FieldTable CAPABILITIES = FieldTable.builder()
            .put("product", "Hongyan")
            .put("max", new FieldValue.Int32(-2))
            .put("since", new FieldValue.Int64(5))
            .put(
                    "capabilities",
                    FieldTable.builder()
                            .put("basic.nack", true)
                            .put("exchange_exchange_bindings", false)
                            .build())
            .build();

    static Stream<Arguments> clientMethods() {
        return Stream.of(
                Arguments.of(
                        "01 0000 00000078 000a 000b"
                                + "0000001a 07'signKey' 'S' 0000000d '1795397115843'"
                                + "05'PLAIN' 00000046 00'MDpwb3N0LWNuLXRlc3QwMDAxOkxUQUl0ZXN0QUs='"
                                + " 00'rJJepAmPyLUnHeTRioOGEBOw5uc=' 05'en_US' ce",
                        new ConnectionStartOk(
                                SIGN_KEY,
                                "PLAIN",
                                Hex.bytes("00'MDpwb3N0LWNuLXRlc3QwMDAxOkxUQUl0ZXN0QUs=' 00"
                                        + "'rJJepAmPyLUnHeTRioOGEBOw5uc='"),
                                "en_US")),
                Arguments.of(
                        "01 0000 0000000c 000a 001f 07ff 00020000 003c ce", new ConnectionTuneOk(2047, 131072, 60)),
                Arguments.of("01 0000 0000000b 000a 0028 04'MQTT' 00 00 ce", new ConnectionOpen("MQTT")),
                Arguments.of(
                        "01 0000 0000000d 000a 0032 00c8 02'OK' 0000 0000 ce", new ConnectionClose(200, "OK", 0, 0)),
                Arguments.of("01 0000 00000004 000a 0033 ce", ConnectionCloseOk.CLOSE_OK),
                Arguments.of("01 0001 00000005 0014 000a 00 ce", ChannelOpen.OPEN),
                Arguments.of("01 0001 00000005 0014 0014 01 ce", new ChannelFlow(true)),
                Arguments.of("01 0001 00000005 0014 0015 00 ce", new ChannelFlowOk(false)),
                Arguments.of(
                        "01 ffff 0000000d 0014 0028 00c8 02'by' 003c 0050 ce", new ChannelClose(200, "by", 60, 80)),
                Arguments.of("01 0001 00000004 0014 0029 ce", ChannelCloseOk.CLOSE_OK),
                Arguments.of("01 0001 00000005 0055 000a 00 ce", new ConfirmSelect(false)),
                Arguments.of("01 0001 00000005 0055 000a 01 ce", new ConfirmSelect(true)),
                Arguments.of("01 0001 0000000d 0032 000a 0000 01'q' 11 00000000 ce", new QueueDeclare("q", true)),
                Arguments.of("01 0001 0000000b 003c 000a ffffffff 0100 01 ce", new BasicQos(0xffff_ffffL, 256, true)),
                Arguments.of(
                        "01 0001 00000016 003c 0014 0000 09'demoTopic' 00 00 00000000 ce",
                        new BasicConsume("demoTopic", "", false, false, false, false, FieldTable.EMPTY)),
                Arguments.of(
                        "01 0001 0000002c 003c 0014 0000 06'STATUS' 05'ctag1' 0f"
                                + " 00000014 08'GROUP_ID' 'S' 00000006 'GID_xy' ce",
                        new BasicConsume(
                                "STATUS",
                                "ctag1",
                                true,
                                true,
                                true,
                                true,
                                FieldTable.builder().put("GROUP_ID", "GID_xy").build())),
                Arguments.of("01 0001 00000007 003c 001e 01'a' 01 ce", new BasicCancel("a", true)),
                Arguments.of(
                        "01 0001 00000027 003c0028 0000 0f'demoTopic/sub/1' 0f'demoTopic/sub/1' 01 ce",
                        new BasicPublish("demoTopic/sub/1", "demoTopic/sub/1", true, false)),
                Arguments.of("01 0001 00000009 003c 0028 0000 00 00 02 ce", new BasicPublish("", "", false, true)),
                Arguments.of("01 0001 00000009 003c 0046 0000 01'q' 01 ce", new BasicGet("q", true)),
                Arguments.of("01 0001 0000000d 003c 0050 0000000000000001 00 ce", new BasicAck(1, false)),
                Arguments.of("01 0001 0000000d 003c 005a 0000000000000002 01 ce", new BasicReject(2, true)),
                Arguments.of("01 0001 0000000d 003c 0078 0000000000000003 02 ce", new BasicNack(3, false, true)));
    }

    static Stream<Arguments> serverMethods() {
        return Stream.of(
                Arguments.of(
                        "01 0000 00000084 000a 000a 00 09 00000068 07'product' 'S' 00000007 'Hongyan'"
                                + " 03'max' 'I' fffffffe 05'since' 'l' 0000000000000005"
                                + " 0c'capabilities' 'F' 0000002a 0a'basic.nack' 't' 01"
                                + " 1a'exchange_exchange_bindings' 't' 00"
                                + " 00000005 'PLAIN' 00000005 'en_US' ce",
                        new ConnectionStart(CAPABILITIES, "PLAIN", "en_US")),
                Arguments.of("01 0000 0000000c 000a 001e 07ff 00020000 003c ce", new ConnectionTune(2047, 131072, 60)),
                Arguments.of("01 0000 00000005 000a 0029 00 ce", ConnectionOpenOk.OPEN_OK),
                Arguments.of(
                        "01 0000 0000000d 000a 0032 0193 02'no' 000a 000b ce", new ConnectionClose(403, "no", 10, 11)),
                Arguments.of("01 0000 00000004 000a 0033 ce", ConnectionCloseOk.CLOSE_OK),
                Arguments.of("01 0000 00000009 000a 003c 04'full' ce", new ConnectionBlocked("full")),
                Arguments.of("01 0000 00000004 000a 003d ce", ConnectionUnblocked.UNBLOCKED),
                Arguments.of("01 0001 00000008 0014 000b 00000000 ce", ChannelOpenOk.OPEN_OK),
                Arguments.of("01 0001 00000005 0014 0014 00 ce", new ChannelFlow(false)),
                Arguments.of("01 0001 00000005 0014 0015 01 ce", new ChannelFlowOk(true)),
                Arguments.of(
                        "01 0001 0000000d 0014 0028 0194 02'no' 003c 0014 ce", new ChannelClose(404, "no", 60, 20)),
                Arguments.of("01 0001 00000004 0014 0029 ce", ChannelCloseOk.CLOSE_OK),
                Arguments.of("01 0001 00000004 0055 000b ce", ConfirmSelectOk.SELECT_OK),
                Arguments.of(
                        "01 0001 0000000e 0032 000b 01'q' 00000007 ffffffff ce",
                        new QueueDeclareOk("q", 7, 0xffff_ffffL)),
                Arguments.of("01 0001 00000004 003c 000b ce", BasicQosOk.QOS_OK),
                Arguments.of("01 0001 0000000d 003c 0015 08'ctag-3.1' ce", new BasicConsumeOk("ctag-3.1")),
                Arguments.of("01 0001 00000006 003c 001f 01'c' ce", new BasicCancelOk("c")),
                Arguments.of(
                        "01 0001 00000013 003c 003c 01'c' 0000000000000007 01 01'x' 01'k' ce",
                        new BasicDeliver("c", 7, true, "x", "k")),
                Arguments.of("01 0001 0000000d 003c 0050 0000000000000001 00 ce", new BasicAck(1, false)),
                Arguments.of("01 0001 0000000d 003c 0078 00000000000000ff 03 ce", new BasicNack(255, true, true)));
    }

    @ParameterizedTest
    @MethodSource("clientMethods")
    void a_method_of_a_client_is_read(String bytes, ClientMethod method) {
        ByteBuffer frame = Hex.buffer(bytes);
        assertThat(MethodDecoder.decode(frame)).isEqualTo(method);
        assertThat(frame.position()).isZero();
        assertThat(ClientEncoder.frame(frame.getShort(1) & 0xffff, method)).isEqualTo(frame);
    }

    @ParameterizedTest
    @MethodSource("serverMethods")
    void a_method_of_the_server_is_written(String bytes, ServerMethod method) {
        ByteBuffer frame = Hex.buffer(bytes);
        ByteBuffer written = ByteBuffer.allocate(MethodEncoder.size(method));
        MethodEncoder.encode(frame.getShort(1) & 0xffff, method, written);
        assertThat(written.flip()).isEqualTo(frame);
        assertThat(ServerDecoder.decode(frame)).isEqualTo(method);
    }

    @Test
    void there_is_a_vector_for_each_method() {
        assertThat(types(clientMethods())).containsAll(served(ClientMethod.class));
        assertThat(types(serverMethods())).containsAll(served(ServerMethod.class));
    }

    private static List<Class<?>> types(Stream<Arguments> vectors) {
        return vectors.<Class<?>>map(vector -> vector.get()[1].getClass()).toList();
    }

    private static List<Class<?>> served(Class<?> family) {
        return Stream.<Class<?>>of(family.getPermittedSubclasses())
                .filter(type -> type != Unserved.class)
                .toList();
    }

    @ParameterizedTest
    @MethodSource("clientMethods")
    void a_method_tells_its_numbers_and_its_name(String bytes, ClientMethod method) {
        ByteBuffer frame = Hex.buffer(bytes);
        assertThat(MethodId.of(frame.getShort(7), frame.getShort(9))).isEqualTo(method.id());
        assertThat(method.id().text().replace(".", "").replace("-", ""))
                .isEqualToIgnoringCase(method.getClass().getSimpleName());
    }
}
