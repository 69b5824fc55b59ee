package io.hongyan.codec.wire;

import io.hongyan.codec.QoS;
import io.hongyan.codec.ReasonCode;
import io.hongyan.codec.Version;
import io.hongyan.codec.field.VarInt;
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
import io.hongyan.codec.property.AllowedProperties;
import io.hongyan.codec.property.Properties;
import io.hongyan.codec.property.Property;
import io.hongyan.codec.topic.Topic;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/// Random packets that a version can carry whole, so that they are equal after a way over the wire. The same seed
/// gives the same packets.
public final class PacketGenerator {
    private static final String[] CHARACTERS = {
        "a", "b", "Z", "0", "/", "$", "\u0001", "\u007f", "é", "\u0085", "中", "鸿雁", "\ufeff", "\uffff", "🪿"
    };

    private final RandomGenerator random;

    public PacketGenerator(RandomGenerator random) {
        this.random = random;
    }

    /// Any packet of the version, of either direction.
    public Packet packet(Version version) {
        return switch (random.nextInt(version.isV5() ? 15 : 14)) {
            case 0 -> connect(version);
            case 1 -> connAck(version);
            case 2 -> new PubAck(packetId(), reason(version, AllowedReasons.PUBACK), acknowledgement(version));
            case 3 -> new PubRec(packetId(), reason(version, AllowedReasons.PUBREC), acknowledgement(version));
            case 4 -> new PubRel(packetId(), reason(version, AllowedReasons.PUBREL), acknowledgement(version));
            case 5 -> new PubComp(packetId(), reason(version, AllowedReasons.PUBCOMP), acknowledgement(version));
            case 6 -> subscribe(version);
            case 7 -> subAck(version);
            case 8 -> unsubscribe(version);
            case 9 -> unsubAck(version);
            case 10 -> PingReq.PINGREQ;
            case 11 -> PingResp.PINGRESP;
            case 12 ->
                new Disconnect(
                        reason(version, AllowedReasons.DISCONNECT), properties(version, AllowedProperties.DISCONNECT));
            case 13 -> publish(version);
            default -> auth();
        };
    }

    public Publish publish(Version version) {
        QoS qos = qos();
        boolean atMostOnce = qos == QoS.AT_MOST_ONCE;
        Properties properties = properties(version, AllowedProperties.PUBLISH);
        Topic topic = properties.has(Property.TOPIC_ALIAS) && random.nextBoolean() ? Topic.NONE : topic();
        boolean dup = !atMostOnce && random.nextBoolean();
        int packetId = atMostOnce ? 0 : packetId();
        return new Publish(topic, packetId, qos, random.nextBoolean(), dup, bytes(200), properties);
    }

    public Connect connect(Version version) {
        Will will = random.nextBoolean()
                ? new Will(topic(), bytes(40), qos(), random.nextBoolean(), properties(version, AllowedProperties.WILL))
                : null;
        String username = random.nextBoolean() ? text(12) : null;
        boolean mayHavePassword = version.isV5() || username != null;
        byte[] password = mayHavePassword && random.nextBoolean() ? bytes(20) : null;
        Properties properties = withMethod(properties(version, AllowedProperties.CONNECT));
        return new Connect(
                version, random.nextBoolean(), random.nextInt(0x10000), text(30), will, username, password, properties);
    }

    /// A topic name of one to some levels, also empty ones.
    public Topic topic() {
        return Topic.of(name());
    }

    private ConnAck connAck(Version version) {
        ReasonCode reason = version.isV5()
                ? reason(version, AllowedReasons.CONNACK)
                : oneOf(Stream.of(ReasonCode.values())
                        .filter(r -> PacketEncoder.connAckReturnCode(r) >= 0)
                        .filter(r -> AllowedReasons.CONNACK.contains(r) && isExactBefore5(r))
                        .toList());
        boolean sessionPresent = !reason.isError() && version != Version.MQTT_3_1 && random.nextBoolean();
        return new ConnAck(sessionPresent, reason, properties(version, AllowedProperties.CONNACK));
    }

    /// Whether a reason is the one that its return code is read as.
    private static boolean isExactBefore5(ReasonCode reason) {
        return switch (PacketEncoder.connAckReturnCode(reason)) {
            case 3 -> reason == ReasonCode.SERVER_UNAVAILABLE;
            case 5 -> reason == ReasonCode.NOT_AUTHORIZED;
            default -> true;
        };
    }

    private Subscribe subscribe(Version version) {
        List<Subscription> subscriptions = some(() -> {
            String filter = filter();
            if (!version.isV5()) {
                return new Subscription(filter, qos());
            }
            boolean noLocal = !filter.startsWith("$share/") && random.nextBoolean();
            RetainHandling handling = RetainHandling.of(random.nextInt(3));
            return new Subscription(filter, qos(), noLocal, random.nextBoolean(), handling);
        });
        return new Subscribe(packetId(), subscriptions, properties(version, AllowedProperties.SUBSCRIBE));
    }

    private SubAck subAck(Version version) {
        List<ReasonCode> reasons = some(() -> {
            ReasonCode reason = reason(Version.MQTT_5, AllowedReasons.SUBACK);
            return !version.isV5() && reason.isError() ? ReasonCode.UNSPECIFIED_ERROR : reason;
        });
        return new SubAck(packetId(), reasons, acknowledgement(version));
    }

    private Unsubscribe unsubscribe(Version version) {
        return new Unsubscribe(packetId(), some(this::filter), properties(version, AllowedProperties.UNSUBSCRIBE));
    }

    private UnsubAck unsubAck(Version version) {
        List<ReasonCode> reasons =
                version.isV5() ? some(() -> reason(version, AllowedReasons.UNSUBACK)) : List.<ReasonCode>of();
        return new UnsubAck(packetId(), reasons, acknowledgement(version));
    }

    private Auth auth() {
        Properties properties = properties(Version.MQTT_5, AllowedProperties.AUTH);
        ReasonCode reason = reason(Version.MQTT_5, AllowedReasons.AUTH);
        if (reason != ReasonCode.SUCCESS) {
            properties = properties.toBuilder()
                    .set(Property.AUTHENTICATION_METHOD, text(8))
                    .build();
        }
        return new Auth(reason, withMethod(properties));
    }

    private Properties withMethod(Properties properties) {
        boolean isData = properties.has(Property.AUTHENTICATION_DATA);
        return isData && !properties.has(Property.AUTHENTICATION_METHOD)
                ? properties.without(Property.AUTHENTICATION_DATA)
                : properties;
    }

    private Properties acknowledgement(Version version) {
        return properties(version, AllowedProperties.ACK);
    }

    private Properties properties(Version version, AllowedProperties carrier) {
        Properties.Builder builder = Properties.builder();
        if (version.isV5()) {
            int wanted = random.nextInt(6);
            for (int i = 0; i < wanted; i++) {
                Property property = oneOf(List.of(Property.values()));
                if (carrier.allows(property)) {
                    add(builder, property);
                }
            }
        }
        return builder.build();
    }

    private void add(Properties.Builder builder, Property property) {
        switch (property.type()) {
            case BYTE -> builder.set(property, random.nextBoolean());
            case TWO_BYTE -> builder.set(property, 1L + random.nextInt(0xffff));
            case FOUR_BYTE -> builder.set(property, 1L + random.nextLong(0xffff_ffffL));
            case VARINT -> builder.set(property, 1L + random.nextInt(VarInt.MAX >> random.nextInt(28)));
            case BINARY -> builder.set(property, bytes(20));
            case TEXT -> builder.set(property, property == Property.RESPONSE_TOPIC ? name() : text(20));
            case PAIR -> builder.user(text(8), text(8));
        }
    }

    private ReasonCode reason(Version version, AllowedReasons list) {
        return version.isV5()
                ? oneOf(Stream.of(ReasonCode.values()).filter(list::contains).toList())
                : ReasonCode.SUCCESS;
    }

    private String filter() {
        return switch (random.nextInt(4)) {
            case 0 -> "$share/group/" + name();
            case 1 -> name() + "/#";
            case 2 -> "+/" + name();
            default -> name();
        };
    }

    private String name() {
        String name = text(24);
        return name.isEmpty() ? "/" : name;
    }

    private String text(int longest) {
        StringBuilder text = new StringBuilder();
        boolean plain = random.nextBoolean();
        int length = random.nextInt(longest + 1);
        for (int i = 0; i < length; i++) {
            text.append(CHARACTERS[random.nextInt(plain ? 6 : CHARACTERS.length)]);
        }
        return text.toString();
    }

    private byte[] bytes(int most) {
        byte[] bytes = new byte[random.nextInt(most + 1)];
        random.nextBytes(bytes);
        return bytes;
    }

    private int packetId() {
        return 1 + random.nextInt(0xffff);
    }

    private QoS qos() {
        return QoS.of(random.nextInt(3));
    }

    private <T> List<T> some(Supplier<T> source) {
        List<T> list = new ArrayList<>();
        int count = 1 + random.nextInt(4);
        for (int i = 0; i < count; i++) {
            list.add(source.get());
        }
        return list;
    }

    private <T> T oneOf(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }
}
