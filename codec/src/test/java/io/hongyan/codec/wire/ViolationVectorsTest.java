package io.hongyan.codec.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.hongyan.codec.Hex;
import io.hongyan.codec.ProtocolException;
import io.hongyan.codec.ReasonCode;
import io.hongyan.codec.Version;
import io.hongyan.codec.spec.Spec;
import io.hongyan.codec.topic.TopicCache;
import java.nio.ByteBuffer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.CsvSource;

/// Bytes that no peer may send, with the reason and the clause that the decoder must name: the tables beside this
/// class. The remaining length is put
/// between the first byte and the body, so that only what the line is about is wrong.
class ViolationVectorsTest {
    private final PacketDecoder decoder = new PacketDecoder(new TopicCache(64));

    @ParameterizedTest(name = "{0}: {2} {3}")
    @CsvFileSource(resources = "wrong-header.txt", delimiter = '|', numLinesToSkip = 1)
    @Spec({
        "3.1.1/MQTT-2.2.2-2",
        "3.1.1/MQTT-3.6.1-1",
        "3.1.1/MQTT-3.8.1-1",
        "3.1.1/MQTT-3.14.1-1",
        "5.0/MQTT-2.1.3-1",
        "5.0/MQTT-3.2.2-8",
        "5.0/MQTT-3.4.2-1",
        "5.0/MQTT-3.5.2-1",
        "5.0/MQTT-3.6.1-1",
        "5.0/MQTT-3.6.2-1",
        "5.0/MQTT-3.7.2-1",
        "5.0/MQTT-3.8.1-1",
        "5.0/MQTT-3.9.3-2",
        "5.0/MQTT-3.10.1-1",
        "5.0/MQTT-3.11.3-2",
        "5.0/MQTT-3.14.1-1",
        "5.0/MQTT-3.14.2-1",
        "5.0/MQTT-3.15.1-1",
        "5.0/MQTT-3.15.2-1"
    })
    void wrong_headers_and_answers(
            String what, Version version, String first, String body, ReasonCode reason, String clause) {
        assertRefused(version, first, body, reason, clause);
    }

    @ParameterizedTest(name = "{0}: {2} {3}")
    @CsvFileSource(resources = "wrong-publish.txt", delimiter = '|', numLinesToSkip = 1)
    @Spec({
        "3.1.1/MQTT-1.5.3-1",
        "3.1.1/MQTT-1.5.3-2",
        "3.1.1/MQTT-2.3.1-1",
        "3.1.1/MQTT-3.3.1-2",
        "3.1.1/MQTT-3.3.1-4",
        "3.1.1/MQTT-3.3.2-1",
        "3.1.1/MQTT-3.3.2-2",
        "3.1.1/MQTT-4.7.1-1",
        "3.1.1/MQTT-4.7.3-1",
        "3.1.1/MQTT-4.7.3-2",
        "5.0/MQTT-1.5.4-1",
        "5.0/MQTT-1.5.4-2",
        "5.0/MQTT-3.3.1-2",
        "5.0/MQTT-3.3.1-4",
        "5.0/MQTT-3.3.2-1",
        "5.0/MQTT-3.3.2-2",
        "5.0/MQTT-3.3.2-8",
        "5.0/MQTT-3.3.2-14",
        "5.0/MQTT-4.7.0-1",
        "5.0/MQTT-4.7.3-1",
        "5.0/MQTT-4.7.3-2"
    })
    void a_wrong_publish_is_refused(
            String what, Version version, String first, String body, ReasonCode reason, String clause) {
        assertRefused(version, first, body, reason, clause);
    }

    @ParameterizedTest(name = "{0}: {2} {3}")
    @CsvFileSource(resources = "wrong-subscribe.txt", delimiter = '|', numLinesToSkip = 1)
    @Spec({
        "3.1.1/MQTT-2.3.1-1",
        "3.1.1/MQTT-3.8.3-1",
        "3.1.1/MQTT-3.8.3-3",
        "3.1.1/MQTT-3-8.3-4",
        "5.0/MQTT-3.8.3-1",
        "5.0/MQTT-3.8.3-2",
        "5.0/MQTT-3.8.3-4",
        "5.0/MQTT-3.8.3-5",
        "5.0/MQTT-3.10.3-1",
        "5.0/MQTT-3.10.3-2"
    })
    void a_wrong_subscribe_is_refused(
            String what, Version version, String first, String body, ReasonCode reason, String clause) {
        assertRefused(version, first, body, reason, clause);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvFileSource(resources = "wrong-property.txt", delimiter = '|', numLinesToSkip = 1)
    @Spec({"5.0/MQTT-1.5.5-1", "5.0/MQTT-1.5.7-1", "5.0/MQTT-2.2.2-1"})
    void a_wrong_property_is_refused(String what, String block, ReasonCode reason, String clause) {
        assertRefused(Version.MQTT_5, "30", "00 01 'a' " + block, reason, clause);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvFileSource(resources = "wrong-connect.txt", delimiter = '|', numLinesToSkip = 1)
    @Spec({
        "3.1.1/MQTT-3.1.2-1",
        "3.1.1/MQTT-3.1.2-2",
        "3.1.1/MQTT-3.1.2-3",
        "3.1.1/MQTT-3.1.2-9",
        "3.1.1/MQTT-3.1.2-11",
        "3.1.1/MQTT-3.1.2-13",
        "3.1.1/MQTT-3.1.2-14",
        "3.1.1/MQTT-3.1.2-15",
        "3.1.1/MQTT-3.1.2-19",
        "3.1.1/MQTT-3.1.2-20",
        "3.1.1/MQTT-3.1.2-21",
        "3.1.1/MQTT-3.1.2-22",
        "3.1.1/MQTT-3.1.3-3",
        "3.1.1/MQTT-3.1.3-4",
        "3.1.1/MQTT-3.1.3-10",
        "3.1.1/MQTT-3.1.3-11",
        "5.0/MQTT-3.1.2-1",
        "5.0/MQTT-3.1.2-2",
        "5.0/MQTT-3.1.2-3",
        "5.0/MQTT-3.1.2-9",
        "5.0/MQTT-3.1.2-11",
        "5.0/MQTT-3.1.2-12",
        "5.0/MQTT-3.1.2-13",
        "5.0/MQTT-3.1.2-17",
        "5.0/MQTT-3.1.2-19",
        "5.0/MQTT-3.1.3-3",
        "5.0/MQTT-3.1.3-4",
        "5.0/MQTT-3.1.3-11",
        "5.0/MQTT-3.1.3-12"
    })
    void a_wrong_connect_is_refused(String what, String body, ReasonCode reason, String clause) {
        ByteBuffer frame = ByteBuffer.wrap(Hex.frame("10", body));
        ProtocolException violation = catchThrowableOfType(ProtocolException.class, () -> decoder.decodeConnect(frame));
        assertViolation(violation, reason, clause);
    }

    @ParameterizedTest
    @CsvSource({
        "00, ''",
        "20, 00 00",
        "30, 00 01 'a'",
        "40, 00 01",
        "82, 00 01 00 01 'a' 00",
        "c0, ''",
        "e0, ''",
        "f0, ''"
    })
    @Spec({"3.1.1/MQTT-3.1.0-1", "5.0/MQTT-3.1.0-1"})
    void nothing_but_a_connect_opens_a_connection(String first, String body) {
        ByteBuffer frame = ByteBuffer.wrap(Hex.frame(first, body.replace("''", "")));
        ProtocolException violation = catchThrowableOfType(ProtocolException.class, () -> decoder.decodeConnect(frame));
        assertViolation(violation, ReasonCode.PROTOCOL_ERROR, "MQTT-3.1.0-1");
    }

    @ParameterizedTest
    @CsvSource({
        "10, 00 04 'MQTT' 05 ff,   MQTT_5",
        "1f, 00 04 'MQTT' 04,      MQTT_3_1_1",
        "10, 00 06 'MQIsdp' 03 00, MQTT_3_1",
        "10, 00 04 'MQTT' 06 00,   ",
        "10, 00 04 'MQTT',         ",
        "30, 00 04 'MQTT' 05,      "
    })
    void the_version_is_known_even_of_a_broken_connect(String first, String body, Version version) {
        assertThat(PacketDecoder.announcedVersion(ByteBuffer.wrap(Hex.frame(first, body))))
                .isEqualTo(version);
        assertThat(PacketDecoder.announcedVersion(Hex.buffer("10 7f 00 04 'MQTT' 05")))
                .isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "c1, '',                     MQTT-2.1.3-1, MQTT-2.2.2-2",
        "00, '',                     2.1.2,        2.2.1",
        "40, 00,                     2.1.4,        2.2.3",
        "40, 00 00,                  MQTT-2.2.1-3, MQTT-2.3.1-1",
        "30, 00 01 ff,               MQTT-1.5.4-1, MQTT-1.5.3-1",
        "30, 00 01 00,               MQTT-1.5.4-2, MQTT-1.5.3-2",
        "36, 00 01 'a' 00 01,        MQTT-3.3.1-4, MQTT-3.3.1-4",
        "82, 00 01,                  MQTT-3.8.3-2, MQTT-3.8.3-3"
    })
    void a_client_of_3_x_is_told_the_number_of_3_1_1(String first, String body, String five, String earlier) {
        ByteBuffer frame = ByteBuffer.wrap(Hex.frame(first, body));
        for (Version version : new Version[] {Version.MQTT_3_1_1, Version.MQTT_3_1}) {
            boolean unused = first.equals("c1") && version == Version.MQTT_3_1;
            if (!unused) {
                ProtocolException violation =
                        catchThrowableOfType(ProtocolException.class, () -> decoder.decode(frame, version));
                assertThat(violation.clause(Version.MQTT_5)).isEqualTo(five);
                assertThat(violation.clause(version)).isEqualTo(earlier);
                assertThat(violation.text(version)).isEqualTo(violation.getMessage() + " [" + earlier + "]");
            }
        }
    }

    private void assertRefused(Version version, String first, String body, ReasonCode reason, String clause) {
        ByteBuffer frame = ByteBuffer.wrap(Hex.frame(first, body == null ? "" : body));
        ProtocolException violation =
                catchThrowableOfType(ProtocolException.class, () -> decoder.decode(frame, version));
        assertViolation(violation, reason, clause);
    }

    private static void assertViolation(ProtocolException violation, ReasonCode reason, String clause) {
        assertThat(violation).isNotNull();
        assertThat(violation.clause()).as(violation.getMessage()).isEqualTo(clause);
        assertThat(violation.reason()).as(violation.getMessage()).isEqualTo(reason);
    }
}
