package io.hongyan.codec.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.hongyan.codec.Hex;
import io.hongyan.codec.ProtocolException;
import io.hongyan.codec.ReasonCode;
import io.hongyan.codec.Version;
import io.hongyan.codec.packet.ConnAck;
import io.hongyan.codec.packet.Connect;
import io.hongyan.codec.packet.Packet;
import io.hongyan.codec.packet.PingResp;
import io.hongyan.codec.packet.SubAck;
import io.hongyan.codec.packet.UnsubAck;
import io.hongyan.codec.topic.TopicCache;
import java.nio.ByteBuffer;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ExpectedHeadersTest {
    @Test
    void nothing_but_connect_may_be_the_first_packet_of_a_client() {
        for (int first = 0; first < 256; first++) {
            ProtocolException violation = refusal(ExpectedHeaders.FIRST_OF_CLIENT, new byte[] {(byte) first});
            if (first >> 4 == 1) {
                assertThat(violation).isNull(); // flags: 3.1 does not use them, and the version is not known yet
            } else {
                assertThat(violation.reason()).isEqualTo(ReasonCode.PROTOCOL_ERROR);
                assertThat(violation.clause()).isEqualTo("MQTT-3.1.0-1");
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "MQTT_3_1_1, 00, MALFORMED_PACKET, 2.1.2",
        "MQTT_5,     0f, MALFORMED_PACKET, 2.1.2",
        "MQTT_3_1,   f0, MALFORMED_PACKET, 2.1.2",
        "MQTT_3_1_1, f0, MALFORMED_PACKET, 2.1.2",
        "MQTT_5,     f1, MALFORMED_PACKET, MQTT-2.1.3-1",
        "MQTT_5,     c1, MALFORMED_PACKET, MQTT-2.1.3-1",
        "MQTT_3_1_1, 80, MALFORMED_PACKET, MQTT-2.1.3-1",
        "MQTT_3_1,   36, MALFORMED_PACKET, MQTT-3.3.1-4",
        "MQTT_5,     36, MALFORMED_PACKET, MQTT-3.3.1-4",
        "MQTT_5,     38, MALFORMED_PACKET, MQTT-3.3.1-2",
        "MQTT_3_1,   10, PROTOCOL_ERROR,   MQTT-3.1.0-2",
        "MQTT_5,     10, PROTOCOL_ERROR,   MQTT-3.1.0-2",
        "MQTT_5,     20, PROTOCOL_ERROR,   4.13",
        "MQTT_3_1,   90, PROTOCOL_ERROR,   4.13",
        "MQTT_3_1_1, b0, PROTOCOL_ERROR,   4.13",
        "MQTT_5,     d0, PROTOCOL_ERROR,   4.13",
        "MQTT_5,     'c0 80 00', MALFORMED_PACKET, MQTT-1.5.5-1",
        "MQTT_5,     '30 ff 80 00', MALFORMED_PACKET, MQTT-1.5.5-1",
        "MQTT_5,     'c0 01', MALFORMED_PACKET, 2.1.4",
        "MQTT_3_1_1, 'e0 01', MALFORMED_PACKET, 2.1.4",
        "MQTT_3_1_1, '40 03', MALFORMED_PACKET, 2.1.4",
        "MQTT_3_1_1, '62 82 01', MALFORMED_PACKET, 2.1.4"
    })
    void what_no_client_can_send_is_refused_by_its_first_bytes(
            Version version, String bytes, ReasonCode reason, String clause) {
        ProtocolException violation = refusal(ExpectedHeaders.ofClient(version), Hex.bytes(bytes));
        assertThat(violation).isNotNull();
        assertThat(violation.reason()).isEqualTo(reason);
        assertThat(violation.clause()).isEqualTo(clause);
    }

    @ParameterizedTest
    @CsvSource({
        "MQTT_3_1_1, 48, MALFORMED_PACKET, MQTT-2.1.3-1",
        "MQTT_3_1_1, 30, PROTOCOL_ERROR,   MQTT-3.2.0-1",
        "MQTT_5,     e0, PROTOCOL_ERROR,   MQTT-3.2.0-1",
        "MQTT_3_1_1, f0, MALFORMED_PACKET, 2.1.2"
    })
    void a_server_answers_connect_with_connack(Version version, String bytes, ReasonCode reason, String clause) {
        ProtocolException violation = refusal(ExpectedHeaders.firstOfServer(version), Hex.bytes(bytes));
        assertThat(violation.reason()).isEqualTo(reason);
        assertThat(violation.clause()).isEqualTo(clause);
        assertThat(refusal(ExpectedHeaders.firstOfServer(version), Hex.bytes("20 02")))
                .isNull();
    }

    @Test
    void requests_do_not_come_from_servers_nor_disconnect_before_5_0() {
        for (Version version : Version.values()) {
            for (String first : new String[] {"10", "82", "a2", "c0"}) {
                assertThat(refusal(ExpectedHeaders.ofServer(version), Hex.bytes(first)))
                        .isNotNull();
            }
            assertThat(refusal(ExpectedHeaders.ofServer(version), Hex.bytes("e0")) == null)
                    .isEqualTo(version.isV5());
        }
    }

    @Test
    void in_3_1_flags_and_long_forms_of_the_length_are_let_through() {
        for (String bytes : new String[] {"a0", "8a", "e2", "cf 80 80 00", "38 85 00"}) {
            assertThat(refusal(ExpectedHeaders.ofClient(Version.MQTT_3_1), Hex.bytes(bytes)))
                    .isNull();
        }
        assertThat(refusal(ExpectedHeaders.ofClient(Version.MQTT_3_1_1), Hex.bytes("c0 80 80 00")))
                .isNull();
    }

    @ParameterizedTest
    @EnumSource
    void no_beginning_of_a_good_packet_is_refused(Version version) {
        PacketGenerator generator = new PacketGenerator(new Random(12));
        for (int i = 0; i < 3000; i++) {
            Packet packet = generator.packet(version);
            ByteBuffer frame = ByteBuffer.allocate(PacketEncoder.size(packet, version));
            PacketEncoder.encode(packet, version, frame);
            ExpectedHeaders expected = place(packet, version);
            for (int length = 0; length <= Math.min(8, frame.capacity()); length++) {
                expected.check(frame, 0, length);
            }
        }
    }

    /// Every header with two bytes of length: what is refused here is refused by the decoder too, whatever the body.
    @ParameterizedTest
    @EnumSource
    void whatever_is_refused_early_would_be_refused_whole_for_the_same_reason(Version version) {
        PacketDecoder decoder = new PacketDecoder(new TopicCache(16));
        Random random = new Random(13);
        for (int first = 0; first < 256; first++) {
            for (int length = 0; length < 20; length++) {
                byte[] frame = new byte[2 + length];
                random.nextBytes(frame);
                frame[0] = (byte) first;
                frame[1] = (byte) length;
                ProtocolException early = refusal(ExpectedHeaders.ofClient(version), new byte[] {frame[0], frame[1]});
                boolean direction = early != null && early.reason() == ReasonCode.PROTOCOL_ERROR;
                if (early != null && !direction) {
                    ProtocolException whole = catchThrowableOfType(
                            ProtocolException.class, () -> decoder.decode(ByteBuffer.wrap(frame), version));
                    assertThat(whole)
                            .as("first byte %02x, length %d", first, length)
                            .isNotNull();
                    if (length == 0 || !early.clause().equals("2.1.4")) {
                        assertThat(whole.clause()).isEqualTo(early.clause());
                    }
                }
            }
        }
    }

    private static ExpectedHeaders place(Packet packet, Version version) {
        return switch (packet) {
            case Connect p -> ExpectedHeaders.FIRST_OF_CLIENT;
            case ConnAck p -> ExpectedHeaders.firstOfServer(version);
            case SubAck p -> ExpectedHeaders.ofServer(version);
            case UnsubAck p -> ExpectedHeaders.ofServer(version);
            case PingResp p -> ExpectedHeaders.ofServer(version);
            default -> ExpectedHeaders.ofClient(version);
        };
    }

    private static @Nullable ProtocolException refusal(ExpectedHeaders expected, byte[] bytes) {
        return catchThrowableOfType(
                ProtocolException.class, () -> expected.check(ByteBuffer.wrap(bytes), 0, bytes.length));
    }
}
