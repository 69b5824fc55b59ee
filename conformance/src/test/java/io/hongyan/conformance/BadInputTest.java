package io.hongyan.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.hongyan.codec.QoS;
import io.hongyan.codec.ReasonCode;
import io.hongyan.codec.Version;
import io.hongyan.codec.property.Properties;
import io.hongyan.codec.property.Property;
import io.hongyan.codec.raw.Connecting;
import io.hongyan.codec.raw.RawClient;
import io.hongyan.codec.raw.Received;
import io.hongyan.codec.spec.Spec;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Malformed input ends only the connection that sent it.
class BadInputTest {
    @RegisterExtension
    static final BrokerFixture STAGE = new BrokerFixture();

    /// Well-formed packets of a client after CONNECT, equal in 3.1.1 and 5.0 except for the properties.
    private static List<byte[]> valid(Version version) {
        String none = version.isV5() ? "00" : "";
        return List.of(
                        "30 %02x 00 03 'a/b' %s 'text'".formatted(version.isV5() ? 10 : 9, none),
                        "32 %02x 00 03 'a/b' 00 07 %s 'x'".formatted(version.isV5() ? 9 : 8, none),
                        "34 %02x 00 03 'a/b' 00 08 %s 'x'".formatted(version.isV5() ? 9 : 8, none),
                        "40 02 00 01",
                        "50 02 00 01",
                        "62 02 00 01",
                        "70 02 00 01",
                        "82 %02x 00 02 %s 00 03 'a/b' 01 00 01 '+' 02".formatted(version.isV5() ? 13 : 12, none),
                        "a2 %02x 00 03 %s 00 03 'a/b' 00 01 '+'".formatted(version.isV5() ? 11 : 10, none),
                        "c0 00",
                        "e0 00")
                .stream()
                .map(Packets::hex)
                .toList();
    }

    @ParameterizedTest
    @EnumSource
    void nothing_but_connect_may_come_first(Version version) {
        for (byte[] packet : valid(version)) {
            STAGE.open().send(packet).expectClosed();
        }
        for (int type : new int[] {0, 2, 9, 11, 13, 15}) {
            STAGE.open().send(new byte[] {(byte) (type << 4), 0}).expectClosed();
        }
    }

    @ParameterizedTest
    @EnumSource
    @Spec({"3.1.1/MQTT-4.8.0-1"})
    void packets_of_a_server_and_types_that_do_not_exist_are_errors(Version version) {
        List<String> packets = List.of("00 00", "20 02 00 00", "90 03 00 01 00", "b0 02 00 01", "d0 00", "f0 00");
        for (String packet : packets) {
            RawClient client = STAGE.client(version).send(packet);
            if (version.isV5()) {
                assertThat(client.expect(Received.DISCONNECT).reason()).isIn(0x81, 0x82);
            }
            client.expectClosed();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"MQTT_3_1_1", "MQTT_5"})
    @Spec({"3.1.1/MQTT-3.10.1-1"})
    void every_wrong_flag_is_an_error(Version version) {
        for (byte[] packet : valid(version)) {
            int type = packet[0] >> 4 & 0xf;
            for (int flags = 0; flags < 16 && type != 3; flags++) {
                if (flags != (packet[0] & 0xf)) {
                    byte[] wrong = packet.clone();
                    wrong[0] = (byte) (type << 4 | flags);
                    STAGE.client(version).send(wrong).expectThrownOut(ReasonCode.MALFORMED_PACKET);
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "36 06 00 01 'a' 00 01 'x'",
                "32 06 00 01 'a' 00 00 'x'",
                "38 04 00 01 'a' 'x'",
                "30 06 00 03 'a/+' 'x'",
                "30 06 00 03 'a/#' 'x'",
                "30 03 00 00 'x'",
                "30 06 00 03 'a' c0 80 'x'",
                "30 06 00 03 ed a0 80 'x'",
                "30 06 00 03 'a' 00 'b' 'x'",
                "30 05 00 05 'abc'",
                "82 02 00 01",
                "82 06 00 00 00 01 'a' 00",
                "82 06 00 01 00 01 'a' 03",
                "82 06 00 01 00 01 'a' 04",
                "82 06 00 01 00 01 'a' ff",
                "82 05 00 01 00 00 00",
                "82 07 00 01 00 02 c0 80 00",
                "82 05 00 01 00 01 'a'",
                "a2 02 00 01",
                "a2 05 00 00 00 01 'a'",
                "a2 06 00 01 00 02 c0 80",
                "40 02 00 00",
                "40 01 00",
                "40 03 00 01 00",
                "c0 01 00",
                "e0 01 00",
                "30 ff ff ff ff 7f",
                "30 80 80 80 80 01"
            })
    void a_malformed_packet_of_3_1_1_closes_the_connection(String packet) {
        STAGE.client(Version.MQTT_3_1_1).send(packet).expectClosed();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "36 07 00 01 'a' 00 01 00 'x'",
                "30 03 00 01 'a'",
                "30 0b 00 01 'a' 07 08 00 04 'a' c0 80 'x'",
                "30 08 00 01 'a' 04 08 00 01 '+'",
                "30 09 00 01 'a' 05 03 00 02 c0 80",
                "30 06 00 01 'a' 02 01 02",
                "30 08 00 01 'a' 04 01 00 01 00",
                "30 06 00 01 'a' 02 0b 01",
                "30 09 00 01 'a' 05 11 00 00 00 01",
                "30 06 00 01 'a' 02 7f 00",
                "30 04 00 01 'a' 7f",
                "30 04 00 01 'a' 80",
                "30 05 00 01 'a' 80 00",
                "82 09 00 01 02 0b 00 00 01 'a' 00",
                "82 07 00 01 00 00 01 'a' 40",
                "82 07 00 01 00 00 01 'a' 30",
                "82 03 00 01 00",
                "a2 03 00 01 00",
                "40 03 00 01 01",
                "62 03 00 01 10",
                "e0 01 03",
                "e0 03 00 02 01",
                "f0 00",
                "f0 02 19 00"
            })
    @Spec({"5.0/MQTT-3.3.2-13", "5.0/MQTT-3.3.2-19"})
    void a_malformed_packet_of_5_0_is_answered_with_the_reason(String packet) {
        RawClient client = STAGE.client(Version.MQTT_5).send(packet);
        assertThat(client.expect(Received.DISCONNECT).reason()).isIn(0x81, 0x82);
        client.expectClosed();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "10 0d 00 04 'MQTT' 04 03 00 00 00 01 'a'",
                "10 0d 00 04 'MQTT' 04 0a 00 00 00 01 'a'",
                "10 0d 00 04 'MQTT' 04 22 00 00 00 01 'a'",
                "10 0d 00 04 'MQTT' 04 1e 00 00 00 01 'a'",
                "10 0d 00 04 'MQTT' 04 06 00 00 00 01 'a'",
                "10 0d 00 04 'MQTT' 04 82 00 00 00 01 'a'",
                "10 10 00 04 'MQTT' 04 42 00 00 00 01 'a' 00 01 'p'",
                "10 0e 00 04 'MQTT' 04 02 00 00 00 01 'a' 00",
                "10 0a 00 04 'MQTT' 04 02 00 00",
                "10 0e 00 04 'MQTT' 04 02 00 00 00 02 c0 80",
                "10 12 00 04 'MQTT' 04 06 00 00 00 01 'a' 00 01 '+' 00 00",
                "11 0d 00 04 'MQTT' 04 02 00 00 00 01 'a'",
                "10 02 00 04"
            })
    void a_malformed_connect_gets_no_answer(String packet) {
        STAGE.open().send(packet).expectClosed();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "10 0e 00 04 'MQTT' 05 03 00 00 00 00 01 'a'",
                "10 11 00 04 'MQTT' 05 02 00 00 03 21 00 00 00 01 'a'",
                "10 13 00 04 'MQTT' 05 02 00 00 05 27 00 00 00 00 00 01 'a'",
                "10 10 00 04 'MQTT' 05 02 00 00 02 17 02 00 01 'a'",
                "10 11 00 04 'MQTT' 05 02 00 00 03 23 00 01 00 01 'a'",
                "10 12 00 04 'MQTT' 05 02 00 00 04 16 00 01 'x' 00 01 'a'",
                "10 12 00 04 'MQTT' 05 02 00 00 04 17 01 17 01 00 01 'a'",
                "10 0d 00 04 'MQTT' 05 02 00 00 00 01 'a'"
            })
    @Spec({"5.0/MQTT-3.1.4-1", "5.0/MQTT-3.14.0-1"})
    void a_malformed_connect_of_5_0_is_refused_with_the_reason(String packet) {
        RawClient client = STAGE.open();
        client.speak(Version.MQTT_5);
        Received answer = client.send(packet).expect(Received.CONNACK);
        assertThat(answer.reason()).isIn(0x81, 0x82);
        assertThat(answer.has(Property.REASON_STRING)).isTrue();
        assertThat(answer.sessionPresent()).isFalse();
        client.expectClosed();
    }

    @Test
    void a_version_that_is_not_served_is_told_so() {
        for (String name :
                new String[] {"'MQTT' 06", "'MQTT' 00", "'MQTT' ff", "'MQTT' 03", "'MQTX' 04", "'mqtt' 05"}) {
            RawClient client = STAGE.open().send("10 0d 00 04 " + name + " 02 00 00 00 01 'a'");
            assertThat(client.expect(Received.CONNACK).body()).containsExactly(0, 1);
            client.expectClosed();
        }
    }

    @Test
    @Spec({"3.1.1/MQTT-3.1.4-5", "5.0/MQTT-3.1.4-6"})
    void what_follows_a_refused_connect_is_ignored() {
        String topic = STAGE.name();
        RawClient watcher = STAGE.watcher(topic);
        byte[] connect =
                RawClient.bytes(Connecting.as(Version.MQTT_3_1_1, "").resuming().packet(), Version.MQTT_3_1_1);
        RawClient old =
                STAGE.open().send(Packets.joined(connect, Packets.publish(0x30, topic, 0, Version.MQTT_3_1_1, "x")));
        assertThat(old.expect(Received.CONNACK).reason()).isEqualTo(2);
        old.expectClosed();
        byte[] connect5 = RawClient.bytes(unknownMethod(STAGE.name()).packet(), Version.MQTT_5);
        RawClient five =
                STAGE.open().send(Packets.joined(connect5, Packets.publish(0x30, topic, 0, Version.MQTT_5, "x")));
        five.speak(Version.MQTT_5);
        assertThat(five.expect(Received.CONNACK).reason()).isEqualTo(0x8c);
        five.expectClosed();
        watcher.expectNothing();
    }

    @Test
    @Spec({"5.0/MQTT-4.12.0-1", "5.0/MQTT-3.2.2-6", "5.0/MQTT-3.2.2-7", "5.0/MQTT-3.1.4-2"})
    void a_refused_client_hears_of_no_session() {
        String id = STAGE.name();
        STAGE.connected(Connecting.as(Version.MQTT_5, id).lasting()).leave();
        RawClient client = STAGE.open().connect(unknownMethod(id).lasting());
        Received answer = client.expect(Received.CONNACK);
        assertThat(answer.reason()).isEqualTo(0x8c);
        assertThat(answer.sessionPresent()).isFalse();
        client.expectClosed();
        RawClient back = STAGE.open().connect(Connecting.as(Version.MQTT_5, id).lasting());
        assertThat(back.expectAccepted().sessionPresent()).isTrue();
    }

    @ParameterizedTest
    @EnumSource(names = {"MQTT_3_1_1", "MQTT_5"})
    @Spec({"3.1.1/MQTT-3.3.5-2"})
    void a_publish_to_the_servers_topics_is_not_delivered_but_answered(Version version) {
        RawClient watcher = STAGE.client(version).subscribe(QoS.AT_MOST_ONCE, "$SYS/mine", "$other");
        RawClient client = STAGE.client(version);
        assertThat(client.publish("$SYS/mine", "x", QoS.AT_LEAST_ONCE, 1)
                        .expect(Received.PUBACK)
                        .reason())
                .isEqualTo(version.isV5() ? 0x87 : 0);
        client.publish("$other", "x").publish("$SYS/mine", "x").expectNothing();
        watcher.expectNothing();
    }

    @ParameterizedTest
    @EnumSource
    void packets_may_come_byte_by_byte_or_all_at_once(Version version) {
        RawClient slow = STAGE.open();
        for (byte octet : wholeTalk(version)) {
            slow.send(new byte[] {octet});
        }
        expectWholeTalk(slow, version);
        expectWholeTalk(STAGE.open().send(wholeTalk(version)), version);
    }

    /// CONNECT under a name of its own, SUBSCRIBE, PUBLISH and PINGREQ in one piece.
    private static byte[] wholeTalk(Version version) {
        return Packets.joined(
                RawClient.bytes(Connecting.as(version, STAGE.name()).packet(), version),
                Packets.frame(0x82, Packets.hex("00 01 " + (version.isV5() ? "00" : "") + " 00 04 'self' 00")),
                Packets.publish(0x30, "self", 0, version, "x".repeat(200)),
                Packets.hex("c0 00"));
    }

    private static void expectWholeTalk(RawClient client, Version version) {
        client.speak(version);
        client.expectAccepted();
        client.expect(Received.SUBACK);
        client.expectMessage("self", "x".repeat(200));
        client.expect(Received.PINGRESP);
        client.leave();
    }

    @ParameterizedTest
    @EnumSource
    void each_valid_packet_cut_at_each_place_ends_the_connection(Version version) {
        for (byte[] packet : valid(version)) {
            for (int length = 1; length < packet.length; length++) {
                RawClient client = STAGE.client(version).send(Arrays.copyOf(packet, length));
                client.shutdownOutput();
                client.expectEnd();
                client.close();
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void each_valid_packet_with_a_byte_changed_does_no_harm_to_others(Version version) {
        SplittableRandom random = new SplittableRandom(311);
        for (byte[] packet : valid(version)) {
            for (int at = 0; at < packet.length; at++) {
                byte[] changed = packet.clone();
                changed[at] ^= (byte) (1 + random.nextInt(255));
                RawClient client = STAGE.client(version).send(changed);
                client.shutdownOutput();
                client.expectEnd();
                client.close();
            }
            STAGE.healthy().assertAlive();
        }
    }

    @Test
    void random_bytes_do_no_harm_to_others() {
        SplittableRandom random = new SplittableRandom(5);
        for (int i = 0; i < 200; i++) {
            byte[] noise = new byte[1 + random.nextInt(400)];
            random.nextBytes(noise);
            RawClient client = i % 2 == 0 ? STAGE.open() : STAGE.client(Version.MQTT_5);
            client.send(noise).shutdownOutput();
            client.expectEnd();
            client.close();
        }
    }

    @Test
    void a_length_of_256_megabytes_is_refused_before_it_comes() {
        STAGE.open().send("10 ff ff ff 7f").expectClosed();
        STAGE.client(Version.MQTT_3_1_1).send("30 ff ff ff 7f").expectClosed();
        STAGE.client(Version.MQTT_5).send("30 ff ff ff 7f").expectThrownOut(ReasonCode.PACKET_TOO_LARGE);
    }

    @Test
    void ten_thousand_user_properties_go_through() {
        String topic = STAGE.name();
        RawClient client = STAGE.client(Version.MQTT_5).subscribe(QoS.AT_MOST_ONCE, topic);
        Properties.Builder properties = Properties.builder();
        for (int i = 0; i < 10_000; i++) {
            properties.user("k", "v" + i);
        }
        STAGE.client(Version.MQTT_5).publish(topic, "x", QoS.AT_MOST_ONCE, 0, false, properties.build());
        assertThat(client.expectMessage(topic, "x").values(Property.USER_PROPERTY))
                .hasSize(10_000);
    }

    @ParameterizedTest
    @EnumSource(names = {"MQTT_3_1_1", "MQTT_5"})
    void a_topic_of_65535_slashes_is_refused_and_the_connection_lives(Version version) {
        String slashes = "/".repeat(65535);
        RawClient client = STAGE.client(version);
        client.publish(slashes, "x", QoS.AT_LEAST_ONCE, 1);
        assertThat(client.expect(Received.PUBACK).reason()).isEqualTo(version.isV5() ? 0x90 : 0);
        client.send(Packets.frame(
                0x82,
                Packets.joined(
                        Packets.hex("00 01 " + (version.isV5() ? "00" : "") + " ff ff"),
                        slashes.getBytes(java.nio.charset.StandardCharsets.US_ASCII),
                        new byte[] {0})));
        assertThat(client.expect(Received.SUBACK).reasons()).containsExactly(version.isV5() ? 0x8f : 0x80);
        client.expectNothing();
    }

    @Test
    void a_client_id_may_be_long_and_odd() {
        for (String id : List.of("a/#+ \n", "\u9d3b\u96c1", "x".repeat(65535))) {
            STAGE.connected(Connecting.as(Version.MQTT_3_1_1, id)).leave();
        }
    }

    @Test
    void resets_in_the_middle_of_packets_do_no_harm() {
        for (int i = 0; i < 50; i++) {
            RawClient client = STAGE.client(Version.MQTT_5);
            client.send("32 7f 00 01 'a'").drop(true);
        }
        RawClient half = STAGE.client(Version.MQTT_3_1_1);
        half.shutdownOutput();
        half.expectClosed();
    }

    private static Connecting unknownMethod(String id) {
        return Connecting.as(Version.MQTT_5, id).with(Property.AUTHENTICATION_METHOD, "none-such");
    }
}
