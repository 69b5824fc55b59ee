package io.hongyan.codec.wire;

import static io.hongyan.codec.Version.MQTT_3_1;
import static io.hongyan.codec.Version.MQTT_3_1_1;
import static io.hongyan.codec.Version.MQTT_5;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.hongyan.codec.Hex;
import io.hongyan.codec.QoS;
import io.hongyan.codec.ReasonCode;
import io.hongyan.codec.Version;
import io.hongyan.codec.packet.Auth;
import io.hongyan.codec.packet.ConnAck;
import io.hongyan.codec.packet.Connect;
import io.hongyan.codec.packet.Disconnect;
import io.hongyan.codec.packet.Packet;
import io.hongyan.codec.packet.PingReq;
import io.hongyan.codec.packet.PingResp;
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
import io.hongyan.codec.packet.Will;
import io.hongyan.codec.property.Properties;
import io.hongyan.codec.property.Property;
import io.hongyan.codec.spec.Spec;
import io.hongyan.codec.topic.Topic;
import io.hongyan.codec.topic.TopicCache;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Packets beside their bytes, written by hand from the standards. First byte, remaining length, then the fields.
class PacketVectorsTest {
    private final PacketDecoder decoder = new PacketDecoder(new TopicCache(64));

    @ParameterizedTest(name = "{0}, {1}")
    @MethodSource({"connects", "connAcks", "publishes", "acknowledgements", "subscribes", "others"})
    @Spec({
        "3.1.1/MQTT-2.2.2-1",
        "3.1.1/MQTT-2.3.1-5",
        "3.1.1/MQTT-3.1.3-1",
        "3.1.1/MQTT-3.3.2-1",
        "5.0/MQTT-2.1.3-1",
        "5.0/MQTT-2.2.1-2",
        "5.0/MQTT-2.2.2-1",
        "5.0/MQTT-3.1.3-1",
        "5.0/MQTT-3.3.2-1"
    })
    void bytes_and_packet_are_two_forms_of_one_thing(String name, Version version, String bytes, Packet packet) {
        byte[] wire = Hex.bytes(bytes);
        ByteBuffer frame = ByteBuffer.wrap(wire);
        assertThat(packet instanceof Connect ? decoder.decodeConnect(frame) : decoder.decode(frame, version))
                .isEqualTo(packet);
        ByteBuffer out = ByteBuffer.allocate(PacketEncoder.size(packet, version));
        PacketEncoder.encode(packet, version, out);
        assertThat(Hex.text(out.array())).isEqualTo(Hex.text(wire));
    }

    @ParameterizedTest(name = "{0}, {1}")
    @MethodSource
    void other_forms_are_read_too(String name, Version version, String bytes, Packet packet) {
        ByteBuffer frame = Hex.buffer(bytes);
        assertThat(packet instanceof Connect ? decoder.decodeConnect(frame) : decoder.decode(frame, version))
                .isEqualTo(packet);
    }

    static Stream<Arguments> connects() {
        Will plainWill = new Will(Topic.of("w"), Hex.bytes("ff"), QoS.AT_LEAST_ONCE, true, Properties.NONE);
        Will richWill = new Will(
                Topic.of("w"),
                new byte[0],
                QoS.EXACTLY_ONCE,
                false,
                Properties.builder().set(Property.WILL_DELAY_INTERVAL, 258).build());
        Properties session = Properties.builder()
                .set(Property.SESSION_EXPIRY_INTERVAL, 0xffff_ffffL)
                .set(Property.RECEIVE_MAXIMUM, 20)
                .build();
        return Stream.of(
                arguments(
                        "the least",
                        MQTT_3_1_1,
                        "10 0c  00 04 'MQTT' 04  02  00 3c  00 00",
                        connect(MQTT_3_1_1, true, 60, "", null, null, null, Properties.NONE)),
                arguments(
                        "everything",
                        MQTT_3_1_1,
                        "10 1a  00 04 'MQTT' 04  ec  ff ff  00 02 'id'  00 01 'w'  00 01 ff  00 01 'u'  00 01 fe",
                        connect(MQTT_3_1_1, false, 65_535, "id", plainWill, "u", Hex.bytes("fe"), Properties.NONE)),
                arguments(
                        "empty user name and password",
                        MQTT_3_1_1,
                        "10 11  00 04 'MQTT' 04  c2  00 00  00 01 'a'  00 00  00 00",
                        connect(MQTT_3_1_1, true, 0, "a", null, "", new byte[0], Properties.NONE)),
                arguments(
                        "the least",
                        MQTT_3_1,
                        "10 0f  00 06 'MQIsdp' 03  02  00 0a  00 01 'a'",
                        connect(MQTT_3_1, true, 10, "a", null, null, null, Properties.NONE)),
                arguments(
                        "the least",
                        MQTT_5,
                        "10 0d  00 04 'MQTT' 05  02  00 3c  00  00 00",
                        connect(MQTT_5, true, 60, "", null, null, null, Properties.NONE)),
                arguments(
                        "will properties stand before the will topic",
                        MQTT_5,
                        "10 22  00 04 'MQTT' 05  16  00 3c  08 11 ff ff ff ff 21 00 14  00 02 'id'"
                                + "  05 18 00 00 01 02  00 01 'w'  00 00",
                        connect(MQTT_5, true, 60, "id", richWill, null, null, session)),
                arguments(
                        "password without user name",
                        MQTT_5,
                        "10 10  00 04 'MQTT' 05  40  00 3c  00  00 00  00 01 'p'",
                        connect(MQTT_5, false, 60, "", null, null, Hex.bytes("'p'"), Properties.NONE)));
    }

    static Stream<Arguments> connAcks() {
        Properties limits = Properties.builder()
                .set(Property.RECEIVE_MAXIMUM, 10)
                .set(Property.MAXIMUM_QOS, 1)
                .set(Property.ASSIGNED_CLIENT_IDENTIFIER, "x")
                .build();
        return Stream.of(
                arguments("accepted", MQTT_3_1_1, "20 02  00 00", connAck(false, ReasonCode.SUCCESS)),
                arguments("session present", MQTT_3_1_1, "20 02  01 00", connAck(true, ReasonCode.SUCCESS)),
                arguments(
                        "version", MQTT_3_1_1, "20 02  00 01", connAck(false, ReasonCode.UNSUPPORTED_PROTOCOL_VERSION)),
                arguments("id", MQTT_3_1_1, "20 02  00 02", connAck(false, ReasonCode.CLIENT_IDENTIFIER_NOT_VALID)),
                arguments("busy", MQTT_3_1_1, "20 02  00 03", connAck(false, ReasonCode.SERVER_UNAVAILABLE)),
                arguments("password", MQTT_3_1, "20 02  00 04", connAck(false, ReasonCode.BAD_USER_NAME_OR_PASSWORD)),
                arguments("forbidden", MQTT_3_1, "20 02  00 05", connAck(false, ReasonCode.NOT_AUTHORIZED)),
                arguments("no properties", MQTT_5, "20 03  00 00  00", connAck(false, ReasonCode.SUCCESS)),
                arguments(
                        "limits",
                        MQTT_5,
                        "20 0c  01 00  09 21 00 0a 24 01 12 00 01 'x'",
                        new ConnAck(true, ReasonCode.SUCCESS, limits)),
                arguments("refused", MQTT_5, "20 03  00 8a  00", connAck(false, ReasonCode.BANNED)));
    }

    static Stream<Arguments> publishes() {
        Properties rich = Properties.builder()
                .set(Property.PAYLOAD_FORMAT_INDICATOR, true)
                .set(Property.MESSAGE_EXPIRY_INTERVAL, 3)
                .set(Property.CONTENT_TYPE, "t")
                .set(Property.RESPONSE_TOPIC, "r")
                .set(Property.CORRELATION_DATA, Hex.bytes("00 ff"))
                .subscriptionIdentifier(1)
                .subscriptionIdentifier(128)
                .user("k", "v")
                .user("k", "")
                .build();
        Properties alias = Properties.builder().set(Property.TOPIC_ALIAS, 2).build();
        return Stream.of(
                arguments(
                        "QoS 0 has no identifier",
                        MQTT_3_1_1,
                        "30 07  00 03 'a/b'  'hi'",
                        publish("a/b", 0, 0, false, false, "'hi'", Properties.NONE)),
                arguments(
                        "all flags",
                        MQTT_3_1_1,
                        "3d 05  00 01 'a'  00 ff",
                        publish("a", 255, 2, true, true, "", Properties.NONE)),
                arguments(
                        "QoS 1 with a large identifier",
                        MQTT_3_1,
                        "32 06  00 01 'a'  ff ff  00",
                        publish("a", 65_535, 1, false, false, "00", Properties.NONE)),
                arguments(
                        "a byte order mark stays",
                        MQTT_3_1_1,
                        "30 06  00 04 ef bb bf 'a'",
                        publish("\ufeffa", 0, 0, false, false, "", Properties.NONE)),
                arguments(
                        "no properties",
                        MQTT_5,
                        "30 06  00 01 'a'  00  'hi'",
                        publish("a", 0, 0, false, false, "'hi'", Properties.NONE)),
                arguments(
                        "an alias instead of a topic",
                        MQTT_5,
                        "34 08  00 00  00 01  03 23 00 02",
                        new Publish(Topic.NONE, 1, QoS.EXACTLY_ONCE, false, false, new byte[0], alias)),
                arguments(
                        "rich",
                        MQTT_5,
                        "33 2c  00 01 'a'  00 07  26 01 01  02 00 00 00 03  03 00 01 't'  08 00 01 'r'"
                                + "  09 00 02 00 ff  0b 01  0b 80 01  26 00 01 'k' 00 01 'v'  26 00 01 'k' 00 00",
                        publish("a", 7, 1, true, false, "", rich)));
    }

    static Stream<Arguments> acknowledgements() {
        Properties said = Properties.builder().set(Property.REASON_STRING, "no").build();
        return Stream.of(
                arguments("PUBACK", MQTT_3_1_1, "40 02  01 00", new PubAck(256)),
                arguments("PUBREC", MQTT_3_1_1, "50 02  00 01", new PubRec(1)),
                arguments("PUBREL", MQTT_3_1_1, "62 02  00 01", new PubRel(1)),
                arguments("PUBCOMP", MQTT_3_1_1, "70 02  00 01", new PubComp(1)),
                arguments("PUBACK", MQTT_5, "40 02  00 01", new PubAck(1)),
                arguments("PUBREL", MQTT_5, "62 02  00 01", new PubRel(1)),
                arguments(
                        "PUBACK, nobody listens",
                        MQTT_5,
                        "40 04  00 01  10  00",
                        new PubAck(1, ReasonCode.NO_MATCHING_SUBSCRIBERS, Properties.NONE)),
                arguments(
                        "PUBREC with a reason string",
                        MQTT_5,
                        "50 09  00 01  87  05 1f 00 02 'no'",
                        new PubRec(1, ReasonCode.NOT_AUTHORIZED, said)),
                arguments(
                        "PUBREL, identifier not found",
                        MQTT_5,
                        "62 04  00 01  92  00",
                        new PubRel(1, ReasonCode.PACKET_IDENTIFIER_NOT_FOUND, Properties.NONE)),
                arguments(
                        "PUBCOMP, success with a reason string",
                        MQTT_5,
                        "70 09  00 01  00  05 1f 00 02 'no'",
                        new PubComp(1, ReasonCode.SUCCESS, said)));
    }

    static Stream<Arguments> subscribes() {
        Subscription plain = new Subscription("a/+", QoS.AT_LEAST_ONCE);
        Subscription rich = new Subscription("#", QoS.EXACTLY_ONCE, true, true, RetainHandling.DO_NOT_SEND);
        Properties identified = Properties.builder().subscriptionIdentifier(5).build();
        List<ReasonCode> answers = List.of(ReasonCode.SUCCESS, ReasonCode.GRANTED_QOS_2, ReasonCode.UNSPECIFIED_ERROR);
        return Stream.of(
                arguments(
                        "SUBSCRIBE",
                        MQTT_3_1_1,
                        "82 0c  00 0a  00 03 'a/+' 01  00 01 '/' 00",
                        new Subscribe(10, List.of(plain, new Subscription("/", QoS.AT_MOST_ONCE)), Properties.NONE)),
                arguments(
                        "SUBSCRIBE",
                        MQTT_5,
                        "82 0f  00 0a  02 0b 05  00 03 'a/+' 01  00 01 '#' 2e",
                        new Subscribe(10, List.of(plain, rich), identified)),
                arguments("SUBACK", MQTT_3_1_1, "90 05  00 0a  00 02 80", new SubAck(10, answers, Properties.NONE)),
                arguments("SUBACK", MQTT_5, "90 06  00 0a  00  00 02 80", new SubAck(10, answers, Properties.NONE)),
                arguments(
                        "UNSUBSCRIBE",
                        MQTT_3_1_1,
                        "a2 08  00 01  00 01 'a' 00 01 'b'",
                        new Unsubscribe(1, List.of("a", "b"), Properties.NONE)),
                arguments(
                        "UNSUBSCRIBE",
                        MQTT_5,
                        "a2 06  00 01  00  00 01 'a'",
                        new Unsubscribe(1, List.of("a"), Properties.NONE)),
                arguments("UNSUBACK", MQTT_3_1, "b0 02  00 01", new UnsubAck(1, List.of(), Properties.NONE)),
                arguments(
                        "UNSUBACK",
                        MQTT_5,
                        "b0 05  00 01  00  00 11",
                        new UnsubAck(
                                1, List.of(ReasonCode.SUCCESS, ReasonCode.NO_SUBSCRIPTION_EXISTED), Properties.NONE)));
    }

    static Stream<Arguments> others() {
        Properties expiry =
                Properties.builder().set(Property.SESSION_EXPIRY_INTERVAL, 1).build();
        Properties method =
                Properties.builder().set(Property.AUTHENTICATION_METHOD, "m").build();
        return Stream.of(
                arguments("PINGREQ", MQTT_3_1_1, "c0 00", PingReq.PINGREQ),
                arguments("PINGRESP", MQTT_5, "d0 00", PingResp.PINGRESP),
                arguments("DISCONNECT", MQTT_3_1_1, "e0 00", Disconnect.NORMAL),
                arguments("DISCONNECT", MQTT_5, "e0 00", Disconnect.NORMAL),
                arguments(
                        "DISCONNECT with will",
                        MQTT_5,
                        "e0 07  04  05 11 00 00 00 01",
                        new Disconnect(ReasonCode.DISCONNECT_WITH_WILL, expiry)),
                arguments("AUTH, done", MQTT_5, "f0 00", new Auth(ReasonCode.SUCCESS, Properties.NONE)),
                arguments(
                        "AUTH, go on",
                        MQTT_5,
                        "f0 06  18  04 15 00 01 'm'",
                        new Auth(ReasonCode.CONTINUE_AUTHENTICATION, method)));
    }

    static Stream<Arguments> other_forms_are_read_too() {
        Subscribe subscribe = new Subscribe(1, List.of(new Subscription("a", QoS.AT_MOST_ONCE)), Properties.NONE);
        Unsubscribe unsubscribe = new Unsubscribe(1, List.of("a"), Properties.NONE);
        return Stream.of(
                arguments("PUBACK that ends behind the reason", MQTT_5, "40 03  00 01  00", new PubAck(1)),
                arguments(
                        "PUBREC that ends behind the reason",
                        MQTT_5,
                        "50 03  00 01  97",
                        new PubRec(1, ReasonCode.QUOTA_EXCEEDED, Properties.NONE)),
                arguments("PUBREL in full", MQTT_5, "62 04  00 01  00  00", new PubRel(1)),
                arguments("DISCONNECT that ends behind the reason", MQTT_5, "e0 01  00", Disconnect.NORMAL),
                arguments("DISCONNECT in full", MQTT_5, "e0 02  00  00", Disconnect.NORMAL),
                arguments("AUTH in full", MQTT_5, "f0 02  00  00", new Auth(ReasonCode.SUCCESS, Properties.NONE)),
                arguments("SUBSCRIBE, repeated", MQTT_3_1, "8a 06  00 01  00 01 'a' 00", subscribe),
                arguments("UNSUBSCRIBE, repeated", MQTT_3_1, "aa 05  00 01  00 01 'a'", unsubscribe),
                arguments("PUBREL, repeated", MQTT_3_1, "6a 02  00 01", new PubRel(1)),
                arguments(
                        "DUP at QoS 0 has no meaning",
                        MQTT_3_1,
                        "38 03  00 01 'a'",
                        publish("a", 0, 0, false, false, "", Properties.NONE)),
                arguments(
                        "flags without fields",
                        MQTT_3_1,
                        "10 0f  00 06 'MQIsdp' 03  c2  00 0a  00 01 'a'",
                        connect(MQTT_3_1, true, 10, "a", null, null, null, Properties.NONE)),
                arguments(
                        "a reserved byte instead of session present",
                        MQTT_3_1,
                        "20 02  01 00",
                        connAck(false, ReasonCode.SUCCESS)));
    }

    private static Publish publish(
            String topic, int packetId, int qos, boolean retain, boolean dup, String payload, Properties properties) {
        return new Publish(Topic.of(topic), packetId, QoS.of(qos), retain, dup, Hex.bytes(payload), properties);
    }

    private static Connect connect(
            Version version,
            boolean cleanStart,
            int keepAlive,
            String clientId,
            Will will,
            String username,
            byte[] password,
            Properties properties) {
        return new Connect(version, cleanStart, keepAlive, clientId, will, username, password, properties);
    }

    private static ConnAck connAck(boolean sessionPresent, ReasonCode reason) {
        return new ConnAck(sessionPresent, reason, Properties.NONE);
    }
}
