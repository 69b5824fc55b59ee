package io.hongyan.transport.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.hongyan.codec.ProtocolException;
import io.hongyan.codec.ReasonCode;
import io.hongyan.codec.Version;
import io.hongyan.transport.mqtt.MqttFraming;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FrameReaderTest {
    private final FrameReader reader = new FrameReader(MqttFraming.ANY);

    @ParameterizedTest
    @CsvSource({"47, PROTOCOL_ERROR", "00, PROTOCOL_ERROR", "30, PROTOCOL_ERROR", "c0, PROTOCOL_ERROR"})
    void the_first_byte_of_a_connection_is_judged_when_it_comes(String bytes, ReasonCode reason) {
        reader.framing(MqttFraming.FIRST_OF_CLIENT);
        assertThat(refusal(bytes).reason()).isEqualTo(reason);
    }

    @Test
    void amqp_on_a_port_for_mqtt_is_called_so_whether_the_frame_is_whole_or_not() {
        for (String bytes : List.of("414d515000000901", "414d5150" + "00".repeat(100))) {
            FrameReader first = new FrameReader(MqttFraming.FIRST_OF_CLIENT);
            ProtocolException violation =
                    catchThrowableOfType(ProtocolException.class, () -> first.next(buffer(bytes)));
            assertThat(violation).isNotNull().hasMessageContaining("AMQP on an MQTT port");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "MQTT_3_1_1, 36",
        "MQTT_3_1_1, c1",
        "MQTT_3_1_1, f0",
        "MQTT_3_1_1, e001",
        "MQTT_3_1_1, 6280808080",
        "MQTT_5,     00",
        "MQTT_5,     36",
        "MQTT_5,     d0",
        "MQTT_5,     308000",
        "MQTT_5,     c001"
    })
    void a_byte_that_no_packet_can_have_there_is_refused_when_it_comes_and_not_before(Version version, String bytes) {
        byte[] all = HexFormat.of().parseHex(bytes);
        reader.framing(MqttFraming.ofClient(version));
        for (int i = 0; i < all.length - 1; i++) {
            assertThat(reader.next(Unpooled.wrappedBuffer(all, i, 1))).isNull();
        }
        ByteBuf last = Unpooled.wrappedBuffer(all, all.length - 1, 1);
        assertThat(catchThrowableOfType(ProtocolException.class, () -> reader.next(last)))
                .isNotNull();
    }

    @Test
    void a_wrong_first_byte_is_told_rather_than_the_length_behind_it() {
        reader.limit(1000);
        reader.framing(MqttFraming.ofClient(Version.MQTT_5));
        assertThat(refusal("36ffffff7f").reason()).isEqualTo(ReasonCode.MALFORMED_PACKET);
    }

    @Test
    void a_length_above_the_limit_is_told_with_the_limit_whether_the_packet_is_there_or_not() {
        reader.limit(4);
        assertThat(refusal("3003").reason()).isEqualTo(ReasonCode.PACKET_TOO_LARGE);
        FrameReader whole = new FrameReader(MqttFraming.ANY);
        whole.limit(4);
        ProtocolException violation =
                catchThrowableOfType(ProtocolException.class, () -> whole.next(buffer("3003000161")));
        assertThat(violation.reason()).isEqualTo(ReasonCode.PACKET_TOO_LARGE);
        assertThat(violation.getMessage()).isEqualTo("a packet of 5 bytes; the limit is 4");
    }

    @Test
    void a_whole_frame_is_handed_on_for_its_decoder_to_refuse() {
        reader.framing(MqttFraming.FIRST_OF_CLIENT);
        assertThat(reader.next(buffer("c000"))).isNotNull();
    }

    @Test
    void a_stream_is_cut_into_the_same_frames_wherever_it_is_split() {
        byte[] stream = HexFormat.of().parseHex("c000" + "3003000161" + "308500000161" + "7879" + "62020007" + "e000");
        for (int first = 1; first < stream.length; first++) {
            for (int second = first; second < stream.length; second++) {
                FrameReader split = new FrameReader(MqttFraming.ANY);
                split.framing(MqttFraming.ofClient(Version.MQTT_3_1_1));
                List<String> frames = new ArrayList<>();
                take(split, Unpooled.wrappedBuffer(stream, 0, first), frames);
                take(split, Unpooled.wrappedBuffer(stream, first, second - first), frames);
                take(split, Unpooled.wrappedBuffer(stream, second, stream.length - second), frames);
                assertThat(frames).containsExactly("c000", "3003000161", "3085000001617879", "62020007", "e000");
            }
        }
    }

    private static void take(FrameReader reader, ByteBuf in, List<String> frames) {
        while (in.isReadable()) {
            ByteBuffer frame = reader.next(in);
            if (frame != null) {
                byte[] bytes = new byte[frame.remaining()];
                frame.get(bytes);
                frames.add(HexFormat.of().formatHex(bytes));
            }
        }
    }

    private @Nullable ProtocolException refusal(String hex) {
        return catchThrowableOfType(ProtocolException.class, () -> reader.next(buffer(hex)));
    }

    private static ByteBuf buffer(String hex) {
        return Unpooled.wrappedBuffer(HexFormat.of().parseHex(hex));
    }
}
