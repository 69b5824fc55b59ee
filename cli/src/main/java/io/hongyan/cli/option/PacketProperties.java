package io.hongyan.cli.option;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.hongyan.codec.QoS;
import io.hongyan.codec.ReasonCode;
import io.hongyan.codec.Version;
import io.hongyan.codec.packet.Connect;
import io.hongyan.codec.packet.Disconnect;
import io.hongyan.codec.packet.Packet;
import io.hongyan.codec.packet.Publish;
import io.hongyan.codec.packet.Subscribe;
import io.hongyan.codec.packet.Subscription;
import io.hongyan.codec.packet.Unsubscribe;
import io.hongyan.codec.packet.Will;
import io.hongyan.codec.property.Properties;
import io.hongyan.codec.property.Property;
import io.hongyan.codec.topic.Topic;
import io.hongyan.codec.wire.PacketEncoder;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The properties given with `-D packet property value`, by the packet that carries them.
public final class PacketProperties {
    /// The packets that a command sends and a property can go into.
    public enum Carrier {
        CONNECT,
        WILL,
        PUBLISH,
        SUBSCRIBE,
        UNSUBSCRIBE,
        DISCONNECT
    }

    private static final Subscription ANY = new Subscription("t", QoS.AT_MOST_ONCE);

    private final Map<Carrier, Properties.Builder> builders = new EnumMap<>(Carrier.class);

    /// The properties of one packet; none when none were given for it.
    public Properties of(Carrier carrier) {
        Properties.Builder builder = builders.get(carrier);
        return builder == null ? Properties.NONE : builder.build();
    }

    public boolean isEmpty() {
        return builders.isEmpty();
    }

    static Carrier carrier(String name) {
        for (Carrier carrier : Carrier.values()) {
            if (carrier.name().equals(name.toUpperCase(Locale.ROOT))) {
                return carrier;
            }
        }
        throw new IllegalArgumentException("'" + name + "' is no packet of -D; write one of "
                + Arrays.stream(Carrier.values()).map(PacketProperties::text).collect(Collectors.joining(", ")));
    }

    /// @throws IllegalArgumentException naming the properties that the packet carries, when it is none
    static Property property(Carrier carrier, String name) {
        for (Property property : Property.values()) {
            if (text(property).equals(name.toLowerCase(Locale.ROOT))) {
                return property;
            }
        }
        throw new IllegalArgumentException(
                "'" + name + "' is no property of MQTT 5.0; " + text(carrier) + " carries " + carried(carrier));
    }

    private static String carried(Carrier carrier) {
        return Arrays.stream(Property.values())
                .filter(property -> property == Property.USER_PROPERTY || takes(carrier, property))
                .map(PacketProperties::text)
                .collect(Collectors.joining(", "));
    }

    private static boolean takes(Carrier carrier, Property property) {
        boolean ofServer = carrier == Carrier.PUBLISH && property == Property.SUBSCRIPTION_IDENTIFIER;
        Properties.Builder sample = Properties.builder();
        put(sample, property, property.type() == Property.Type.TEXT ? "t" : "1");
        return !ofServer && carries(carrier, sample.build());
    }

    /// Adds a user property.
    void add(Carrier carrier, String name, String value) {
        builder(carrier).user(name, value);
    }

    /// Sets any other property.
    ///
    /// @throws IllegalArgumentException when the packet does not carry it, or the value is not one of its values
    void set(Carrier carrier, Property property, String value) {
        Properties.Builder single = Properties.builder();
        put(single, property, value);
        if (!takes(carrier, property) || !carries(carrier, single.build())) {
            throw new IllegalArgumentException("a " + text(carrier) + " packet of a client carries no " + text(property)
                    + "; it carries " + carried(carrier));
        }
        put(builder(carrier), property, value);
    }

    private static boolean carries(Carrier carrier, Properties properties) {
        try {
            Packet sample = sample(carrier, properties);
            ByteBuffer room = ByteBuffer.allocate(PacketEncoder.size(sample, Version.MQTT_5));
            PacketEncoder.encode(sample, Version.MQTT_5, room);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private Properties.Builder builder(Carrier carrier) {
        return builders.computeIfAbsent(carrier, any -> Properties.builder());
    }

    private static void put(Properties.Builder builder, Property property, String value) {
        try {
            putRaw(builder, property, value);
        } catch (IllegalArgumentException e) {
            // With the name that was typed, in the place of that in the library.
            throw new IllegalArgumentException(
                    String.valueOf(e.getMessage()).replace(property.name(), text(property)), e);
        }
    }

    private static void putRaw(Properties.Builder builder, Property property, String value) {
        switch (property.type()) {
            case BYTE, TWO_BYTE, FOUR_BYTE -> builder.set(property, number(property, value));
            case VARINT -> builder.subscriptionIdentifier((int) Math.min(number(property, value), Integer.MAX_VALUE));
            case TEXT -> builder.set(property, value);
            case BINARY -> builder.set(property, value.getBytes(UTF_8));
            case PAIR -> throw new IllegalArgumentException("user-property has a name and a value");
        }
    }

    private static long number(Property property, String value) {
        try {
            return Long.parseLong(value);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(text(property) + " is a number, not '" + value + "'");
        }
    }

    /// A packet of that kind, to let the encoder say whether the property belongs there.
    private static Packet sample(Carrier carrier, Properties properties) {
        return switch (carrier) {
            case CONNECT -> connect(null, properties);
            case WILL ->
                connect(new Will(Topic.of("t"), new byte[0], QoS.AT_MOST_ONCE, false, properties), Properties.NONE);
            case PUBLISH -> new Publish(Topic.of("t"), 0, QoS.AT_MOST_ONCE, false, false, new byte[0], properties);
            case SUBSCRIBE -> new Subscribe(1, List.of(ANY), properties);
            case UNSUBSCRIBE -> new Unsubscribe(1, List.of("t"), properties);
            case DISCONNECT -> new Disconnect(ReasonCode.SUCCESS, properties);
        };
    }

    @SuppressWarnings("NullAway") // it does not see that an array in a class file may be null
    private static Connect connect(@Nullable Will will, Properties properties) {
        return new Connect(Version.MQTT_5, true, 0, "c", will, null, null, properties);
    }

    private static String text(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
