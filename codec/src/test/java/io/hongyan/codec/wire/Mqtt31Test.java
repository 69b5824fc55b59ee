package io.hongyan.codec.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.hongyan.codec.Hex;
import io.hongyan.codec.ProtocolException;
import io.hongyan.codec.QoS;
import io.hongyan.codec.ReasonCode;
import io.hongyan.codec.Version;
import io.hongyan.codec.packet.Connect;
import io.hongyan.codec.packet.Packet;
import io.hongyan.codec.packet.SubAck;
import io.hongyan.codec.packet.Subscribe;
import io.hongyan.codec.packet.Subscription;
import io.hongyan.codec.topic.TopicCache;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Where MQTT 3.1 rules otherwise than 3.1.1: bits that it does not use are ignored.
class Mqtt31Test {
    private final PacketDecoder decoder = new PacketDecoder(new TopicCache(64));

    @Test
    void flags_that_it_does_not_use_are_ignored() {
        String[] bodies = {
            "",
            "",
            "00 00",
            "",
            "00 01",
            "00 01",
            "00 01",
            "00 01",
            "00 01 00 01 'a' 01",
            "00 01 01",
            "00 01 00 01 'a'",
            "00 01",
            "",
            "",
            ""
        };
        for (int type = 2; type < bodies.length; type++) {
            if (type == FixedHeader.PUBLISH) {
                continue;
            }
            Packet usual = decode(type, type == 6 || type == 8 || type == 10 ? 2 : 0, bodies[type]);
            for (int flags = 0; flags < 16; flags++) {
                assertThat(decode(type, flags, bodies[type])).isEqualTo(usual);
            }
        }
    }

    @Test
    void flags_of_its_connect_are_ignored_and_those_of_later_versions_are_not() {
        for (int flags = 0; flags < 16; flags++) {
            String first = Integer.toHexString(0x10 | flags);
            Connect connect = decoder.decodeConnect(Hex.buffer(first + " 0f 00 06 'MQIsdp' 03 02 00 00 00 01 'a'"));
            assertThat(connect.clientId()).isEqualTo("a");
            ProtocolException later = catchThrowableOfType(
                    ProtocolException.class,
                    () -> decoder.decodeConnect(Hex.buffer(first + " 0d 00 04 'MQTT' 04 02 00 00 00 01 'a'")));
            assertThat(later == null).isEqualTo(flags == 0);
        }
    }

    @Test
    void of_the_requested_qos_two_bits_count() {
        Packet packet = decode(8, 2, "00 01 00 01 'a' fd 00 01 'b' 02 00 01 'c' 04");
        assertThat(((Subscribe) packet).subscriptions())
                .extracting(Subscription::qos)
                .containsExactly(QoS.AT_LEAST_ONCE, QoS.EXACTLY_ONCE, QoS.AT_MOST_ONCE);
        for (String three : List.of("03", "ff", "07")) {
            ProtocolException violation =
                    catchThrowableOfType(ProtocolException.class, () -> decode(8, 2, "00 01 00 01 'a' " + three));
            assertThat(violation.clause()).isEqualTo("MQTT-3-8.3-4");
        }
    }

    @Test
    void of_the_granted_qos_two_bits_count_and_a_failure_of_later_versions_is_understood() {
        assertThat(((SubAck) decode(9, 0, "00 01 fd 02 04 80")).reasons())
                .containsExactly(
                        ReasonCode.GRANTED_QOS_1,
                        ReasonCode.GRANTED_QOS_2,
                        ReasonCode.SUCCESS,
                        ReasonCode.UNSPECIFIED_ERROR);
    }

    private Packet decode(int type, int flags, String body) {
        return decoder.decode(
                java.nio.ByteBuffer.wrap(Hex.frame(Integer.toHexString(type << 4 | flags), body)), Version.MQTT_3_1);
    }
}
