package io.hongyan.codec.wire;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.hongyan.codec.Hex;
import io.hongyan.codec.ProtocolException;
import io.hongyan.codec.QoS;
import io.hongyan.codec.ReasonCode;
import io.hongyan.codec.Version;
import io.hongyan.codec.packet.Packet;
import io.hongyan.codec.packet.Publish;
import io.hongyan.codec.property.Properties;
import io.hongyan.codec.spec.Spec;
import io.hongyan.codec.topic.Topic;
import io.hongyan.codec.topic.TopicCache;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FramesTest {
    @ParameterizedTest
    @CsvSource({
        "00,          2",
        "01,          3",
        "7f,          129",
        "80 01,       131",
        "ff 7f,       16386",
        "80 80 01,    16388",
        "ff ff 7f,    2097155",
        "80 80 80 01, 2097157",
        "ff ff ff 7f, 268435460",
        "80 00,       3",
        "82 80 00,    6",
        "82 80 80 00, 7"
    })
    void a_length_counts_header_and_body(String remainingLength, int length) {
        ByteBuffer in = Hex.buffer("30" + remainingLength);
        assertThat(Frames.length(in, 0, in.limit())).isEqualTo(length);
    }

    @ParameterizedTest
    @CsvSource({"''", "30", "30 80", "30 ff ff", "30 ff ff ff"})
    void a_header_that_may_go_on_is_incomplete(String bytes) {
        ByteBuffer in = Hex.buffer(bytes.replace("''", ""));
        assertThat(Frames.length(in, 0, in.limit())).isEqualTo(Frames.INCOMPLETE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"30 ff ff ff 80", "30 80 80 80 80 00", "30 ff ff ff ff 7f"})
    void a_length_of_more_than_four_bytes_is_malformed(String bytes) {
        ByteBuffer in = Hex.buffer(bytes);
        ProtocolException violation =
                catchThrowableOfType(ProtocolException.class, () -> Frames.length(in, 0, in.limit()));
        assertThat(violation.reason()).isEqualTo(ReasonCode.MALFORMED_PACKET);
        assertThat(violation.clause()).isEqualTo("1.5.5");
    }

    @ParameterizedTest
    @ValueSource(strings = {"30 85 00 00 01 'a' 'xy'", "30 85 80 00 00 01 'a' 'xy'", "30 85 80 80 00 00 01 'a' 'xy'"})
    void a_length_with_bytes_too_many_is_a_length_before_5_0(String bytes) {
        for (Version version : new Version[] {Version.MQTT_3_1, Version.MQTT_3_1_1}) {
            Packet packet = new PacketDecoder(new TopicCache(16)).decode(Hex.buffer(bytes), version);
            assertThat(packet)
                    .isEqualTo(new Publish(
                            Topic.of("a"),
                            0,
                            QoS.AT_MOST_ONCE,
                            false,
                            false,
                            "xy".getBytes(US_ASCII),
                            Properties.NONE));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"30 85 00 00 01 'a' 00 'x'", "30 85 80 80 00 00 01 'a' 00 'x'", "c0 80 00"})
    @Spec("5.0/MQTT-1.5.5-1")
    void a_length_with_bytes_too_many_is_malformed_in_5_0(String bytes) {
        ProtocolException violation = catchThrowableOfType(
                ProtocolException.class,
                () -> new PacketDecoder(new TopicCache(16)).decode(Hex.buffer(bytes), Version.MQTT_5));
        assertThat(violation.reason()).isEqualTo(ReasonCode.MALFORMED_PACKET);
        assertThat(violation.clause()).isEqualTo("MQTT-1.5.5-1");
    }

    @ParameterizedTest
    @CsvSource({
        "10 8d 00 00 04 'MQTT' 04 02 00 00 00 01 'a',             true",
        "10 8f 80 80 00 00 06 'MQIsdp' 03 02 00 00 00 01 'a',     true",
        "10 8e 00 00 04 'MQTT' 05 02 00 00 00 00 01 'a',          false"
    })
    void the_length_of_connect_is_judged_by_the_version_in_it(String bytes, boolean good) {
        PacketDecoder decoder = new PacketDecoder(new TopicCache(16));
        ProtocolException violation =
                catchThrowableOfType(ProtocolException.class, () -> decoder.decodeConnect(Hex.buffer(bytes)));
        assertThat(violation == null).isEqualTo(good);
    }

    @Test
    void a_stream_split_anywhere_is_cut_into_the_same_frames() {
        PacketGenerator generator = new PacketGenerator(new Random(1));
        ByteArrayOutputStream stream = new ByteArrayOutputStream();
        List<Integer> lengths = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            Packet packet = generator.packet(Version.MQTT_5);
            ByteBuffer frame = ByteBuffer.allocate(PacketEncoder.size(packet, Version.MQTT_5));
            PacketEncoder.encode(packet, Version.MQTT_5, frame);
            stream.writeBytes(frame.array());
            lengths.add(frame.capacity());
        }
        ByteBuffer in = ByteBuffer.wrap(stream.toByteArray());
        List<Integer> cut = new ArrayList<>();
        int start = 0;
        for (int limit = 0; limit <= in.capacity(); limit++) {
            int length = Frames.length(in, start, limit);
            if (length != Frames.INCOMPLETE && start + length == limit) {
                cut.add(length);
                start = limit;
            }
        }
        assertThat(cut).isEqualTo(lengths);
        assertThat(in.position()).isZero();
    }
}
