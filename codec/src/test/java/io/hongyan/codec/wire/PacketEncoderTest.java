package io.hongyan.codec.wire;

import static io.hongyan.codec.Version.MQTT_3_1;
import static io.hongyan.codec.Version.MQTT_3_1_1;
import static io.hongyan.codec.Version.MQTT_5;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hongyan.codec.Hex;
import io.hongyan.codec.QoS;
import io.hongyan.codec.ReasonCode;
import io.hongyan.codec.Version;
import io.hongyan.codec.field.VarInt;
import io.hongyan.codec.packet.Auth;
import io.hongyan.codec.packet.ConnAck;
import io.hongyan.codec.packet.Connect;
import io.hongyan.codec.packet.Disconnect;
import io.hongyan.codec.packet.Packet;
import io.hongyan.codec.packet.PubAck;
import io.hongyan.codec.packet.PubComp;
import io.hongyan.codec.packet.PubRec;
import io.hongyan.codec.packet.PubRel;
import io.hongyan.codec.packet.Publish;
import io.hongyan.codec.packet.RetainHandling;
import io.hongyan.codec.packet.SubAck;
import io.hongyan.codec.packet.Subscribe;
import io.hongyan.codec.packet.Subscription;
import io.hongyan.codec.packet.UnsubAck;
import io.hongyan.codec.packet.Unsubscribe;
import io.hongyan.codec.property.Properties;
import io.hongyan.codec.property.Property;
import io.hongyan.codec.spec.Spec;
import io.hongyan.codec.topic.Topic;
import io.hongyan.codec.topic.TopicCache;
import java.nio.BufferOverflowException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class PacketEncoderTest {
    private static final Properties SAID = Properties.builder()
            .set(Property.REASON_STRING, "because")
            .user("k", "v")
            .build();
    private static final Properties REASON = SAID.without(Property.USER_PROPERTY);

    @Test
    void an_acknowledgement_of_success_is_four_bytes() {
        ByteBuffer out = ByteBuffer.allocate(16);
        PacketEncoder.encodeAck(0x40, 0xffff, out);
        PacketEncoder.encodeAck(0x50, 1, out);
        PacketEncoder.encodeAck(0x62, 0x100, out);
        PacketEncoder.encodeAck(0x70, 0x8001, out);
        assertThat(out.array()).isEqualTo(Hex.bytes("40 02 ff ff  50 02 00 01  62 02 01 00  70 02 80 01"));
    }

    @ParameterizedTest
    @EnumSource
    void a_publish_needs_no_record(Version version) {
        Topic topic = Topic.of("a/b");
        byte[] payload = Hex.bytes("'hi'");
        Properties properties =
                version.isV5() ? Properties.builder().user("k", "v").build() : Properties.NONE;
        Publish packet = new Publish(topic, 9, QoS.EXACTLY_ONCE, true, true, payload, properties);
        int size =
                PacketEncoder.publishSize(topic, QoS.EXACTLY_ONCE, payload.length, properties.encodedLength(), version);
        assertThat(size).isEqualTo(PacketEncoder.size(packet, version));
        ByteBuffer out = ByteBuffer.allocate(size);
        PacketEncoder.encodePublish(topic, 9, QoS.EXACTLY_ONCE, true, true, payload, properties, version, out);
        assertThat(new PacketDecoder(new TopicCache(1)).decode(out.flip(), version))
                .isEqualTo(packet);
    }

    @Test
    void what_a_version_does_not_know_is_left_out() {
        assertThat(encoded(new PubAck(1, ReasonCode.QUOTA_EXCEEDED, SAID), MQTT_3_1_1))
                .isEqualTo("40 02 00 01");
        assertThat(encoded(new Disconnect(ReasonCode.SERVER_BUSY, SAID), MQTT_3_1))
                .isEqualTo("e0 00");
        assertThat(encoded(new ConnAck(true, ReasonCode.SUCCESS, SAID), MQTT_3_1))
                .isEqualTo("20 02 00 00");
        Subscription rich = new Subscription("a", QoS.EXACTLY_ONCE, true, true, RetainHandling.SEND_IF_NEW);
        assertThat(encoded(new Subscribe(1, List.of(rich), SAID), MQTT_3_1_1)).isEqualTo("82 06 00 01 00 01 61 02");
        SubAck refused = new SubAck(1, List.of(ReasonCode.NOT_AUTHORIZED), Properties.NONE);
        assertThat(encoded(refused, MQTT_3_1_1)).isEqualTo("90 03 00 01 80");
    }

    @ParameterizedTest
    @CsvSource({
        "SUCCESS, 0",
        "UNSUPPORTED_PROTOCOL_VERSION, 1",
        "CLIENT_IDENTIFIER_NOT_VALID, 2",
        "SERVER_UNAVAILABLE, 3",
        "SERVER_BUSY, 3",
        "BAD_USER_NAME_OR_PASSWORD, 4",
        "NOT_AUTHORIZED, 5",
        "BANNED, 5",
        "MALFORMED_PACKET, -1",
        "TOPIC_NAME_INVALID, -1"
    })
    @Spec("3.1.1/MQTT-3.2.2-6")
    void a_refusal_before_5_has_a_return_code_or_none(ReasonCode reason, int code) {
        assertThat(PacketEncoder.connAckReturnCode(reason)).isEqualTo(code);
    }

    @Test
    @Spec({
        "5.0/MQTT-3.2.2-8",
        "5.0/MQTT-3.4.2-1",
        "5.0/MQTT-3.6.2-1",
        "5.0/MQTT-3.9.3-2",
        "5.0/MQTT-3.11.3-2",
        "5.0/MQTT-3.14.2-1"
    })
    void what_no_packet_may_carry_is_not_sent() {
        assertRefused(new PubAck(1, ReasonCode.PACKET_IDENTIFIER_NOT_FOUND, Properties.NONE), MQTT_5);
        assertRefused(new PubRel(1, ReasonCode.NOT_AUTHORIZED, Properties.NONE), MQTT_5);
        assertRefused(new SubAck(1, List.of(ReasonCode.NO_SUBSCRIPTION_EXISTED), Properties.NONE), MQTT_5);
        assertRefused(new UnsubAck(1, List.of(ReasonCode.GRANTED_QOS_1), Properties.NONE), MQTT_5);
        assertRefused(new ConnAck(false, ReasonCode.SESSION_TAKEN_OVER, Properties.NONE), MQTT_5);
        assertRefused(new ConnAck(false, ReasonCode.MALFORMED_PACKET, Properties.NONE), MQTT_3_1_1);
        assertRefused(new Disconnect(ReasonCode.BANNED, Properties.NONE), MQTT_5);
        assertRefused(new Auth(ReasonCode.SUCCESS, Properties.NONE), MQTT_3_1_1);
        Properties alias = Properties.builder().set(Property.TOPIC_ALIAS, 1).build();
        assertRefused(new Disconnect(ReasonCode.SUCCESS, alias), MQTT_5);
        assertRefused(new Connect(MQTT_3_1_1, true, 0, "", null, null, new byte[0], Properties.NONE), MQTT_3_1_1);
    }

    @Test
    @Spec({"3.1.1/MQTT-1.5.3-2", "5.0/MQTT-1.5.4-1", "5.0/MQTT-1.5.4-2"})
    void text_that_is_no_text_of_mqtt_is_not_sent() {
        assertRefused(new Connect(MQTT_5, true, 0, "a\0", null, null, null, Properties.NONE), MQTT_5);
        assertRefused(new Connect(MQTT_5, true, 0, "", null, "\ud800", null, Properties.NONE), MQTT_5);
        assertRefused(new Connect(MQTT_5, true, 0, "", null, null, new byte[65_536], Properties.NONE), MQTT_5);
        assertRefused(new Unsubscribe(1, List.of("a".repeat(65_536)), Properties.NONE), MQTT_3_1_1);
    }

    static Stream<Packet> packetsWithDiagnostics() {
        return Stream.of(
                new PubAck(1, ReasonCode.NOT_AUTHORIZED, SAID),
                new PubRec(1, ReasonCode.NOT_AUTHORIZED, SAID),
                new PubRel(1, ReasonCode.PACKET_IDENTIFIER_NOT_FOUND, SAID),
                new PubComp(1, ReasonCode.PACKET_IDENTIFIER_NOT_FOUND, SAID),
                new SubAck(1, List.of(ReasonCode.NOT_AUTHORIZED), SAID),
                new UnsubAck(1, List.of(ReasonCode.NOT_AUTHORIZED), SAID),
                new ConnAck(false, ReasonCode.NOT_AUTHORIZED, SAID),
                new Disconnect(ReasonCode.NOT_AUTHORIZED, SAID),
                new Auth(ReasonCode.CONTINUE_AUTHENTICATION, SAID));
    }

    @ParameterizedTest
    @MethodSource("packetsWithDiagnostics")
    @Spec({
        "5.0/MQTT-3.2.2-19",
        "5.0/MQTT-3.2.2-20",
        "5.0/MQTT-3.4.2-2",
        "5.0/MQTT-3.4.2-3",
        "5.0/MQTT-3.5.2-2",
        "5.0/MQTT-3.5.2-3",
        "5.0/MQTT-3.6.2-2",
        "5.0/MQTT-3.6.2-3",
        "5.0/MQTT-3.7.2-2",
        "5.0/MQTT-3.7.2-3",
        "5.0/MQTT-3.9.2-1",
        "5.0/MQTT-3.9.2-2",
        "5.0/MQTT-3.11.2-1",
        "5.0/MQTT-3.11.2-2",
        "5.0/MQTT-3.14.2-3",
        "5.0/MQTT-3.14.2-4",
        "5.0/MQTT-3.15.2-2",
        "5.0/MQTT-3.15.2-3"
    })
    void diagnostics_give_way_to_the_size_that_the_receiver_accepts(Packet packet) {
        int whole = PacketEncoder.size(packet, MQTT_5);
        assertThat(PacketEncoder.fitted(packet, MQTT_5, whole, true)).isSameAs(packet);
        Packet shorter = PacketEncoder.fitted(packet, MQTT_5, whole - 1, true);
        assertThat(shorter.toString()).isEqualTo(packet.toString().replace(SAID.toString(), REASON.toString()));
        int withReason = PacketEncoder.size(shorter, MQTT_5);
        assertThat(PacketEncoder.fitted(packet, MQTT_5, withReason, true)).isEqualTo(shorter);
        Packet bare = PacketEncoder.fitted(packet, MQTT_5, withReason - 1, true);
        assertThat(bare.toString()).isEqualTo(packet.toString().replace(SAID.toString(), "{}"));
        assertThat(PacketEncoder.fitted(packet, MQTT_5, 1, true)).isEqualTo(bare);
        assertThat(PacketEncoder.fitted(packet, MQTT_3_1_1, 1, true)).isSameAs(packet);
    }

    @ParameterizedTest
    @MethodSource("packetsWithDiagnostics")
    @Spec("5.0/MQTT-3.1.2-29")
    void without_problem_information_only_refusals_of_the_connection_explain_themselves(Packet packet) {
        Packet fitted = PacketEncoder.fitted(packet, MQTT_5, Integer.MAX_VALUE, false);
        if (packet instanceof ConnAck || packet instanceof Disconnect) {
            assertThat(fitted).isSameAs(packet);
        } else {
            assertThat(fitted.toString()).isEqualTo(packet.toString().replace(SAID.toString(), "{}"));
        }
    }

    @Test
    void a_packet_beyond_the_longest_frame_is_refused() {
        Topic topic = Topic.of("a");
        int longest = VarInt.MAX - 3;
        assertThat(PacketEncoder.publishSize(topic, QoS.AT_MOST_ONCE, longest, 0, MQTT_3_1_1))
                .isEqualTo(VarInt.MAX + 5);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PacketEncoder.publishSize(topic, QoS.AT_MOST_ONCE, longest + 1, 0, MQTT_3_1_1));
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        PacketEncoder.publishSize(topic, QoS.AT_LEAST_ONCE, Integer.MAX_VALUE, VarInt.MAX, MQTT_5));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 124, 125, 16_380, 16_381, 2_097_148, 2_097_149})
    void the_remaining_length_takes_one_to_four_bytes(int payloadLength) {
        Publish packet = Publish.atMostOnce(Topic.of("a"), new byte[payloadLength]);
        ByteBuffer out = ByteBuffer.allocate(PacketEncoder.size(packet, MQTT_3_1_1));
        PacketEncoder.encode(packet, MQTT_3_1_1, out);
        assertThat(out.hasRemaining()).isFalse();
        assertThat(new PacketDecoder(new TopicCache(1)).decode(out.flip(), MQTT_3_1_1))
                .isEqualTo(packet);
    }

    @Test
    void what_is_refused_leaves_no_bytes_behind() {
        Properties expiry =
                Properties.builder().set(Property.SESSION_EXPIRY_INTERVAL, 1).build();
        Packet publish = new Publish(Topic.of("a"), 1, QoS.AT_LEAST_ONCE, false, false, new byte[9], expiry);
        ByteBuffer out = ByteBuffer.allocate(64).position(5);
        assertThatIllegalArgumentException().isThrownBy(() -> PacketEncoder.encode(publish, MQTT_5, out));
        assertThat(out.position()).isEqualTo(5);
        Packet ack = new PubAck(1, ReasonCode.QUOTA_EXCEEDED, expiry);
        assertThatIllegalArgumentException().isThrownBy(() -> PacketEncoder.encode(ack, MQTT_5, out));
        assertThat(out.position()).isEqualTo(5);
        ByteBuffer small = ByteBuffer.allocate(8).position(2);
        assertThatThrownBy(() -> PacketEncoder.encode(publish, MQTT_3_1_1, small))
                .isInstanceOf(BufferOverflowException.class);
        assertThat(small.position()).isEqualTo(2);
    }

    private static String encoded(Packet packet, Version version) {
        ByteBuffer out = ByteBuffer.allocate(PacketEncoder.size(packet, version));
        PacketEncoder.encode(packet, version, out);
        return Hex.text(out.array());
    }

    private static void assertRefused(Packet packet, Version version) {
        assertThatIllegalArgumentException().as(packet.toString()).isThrownBy(() -> {
            PacketEncoder.size(packet, version);
            PacketEncoder.encode(packet, version, ByteBuffer.allocate(200_000));
        });
    }
}
