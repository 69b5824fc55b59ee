package io.hongyan.cli.pubsub;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.hongyan.codec.packet.Publish;
import io.hongyan.codec.property.Properties;
import io.hongyan.codec.property.Property;
import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What a `%` of a format stands for, padded and cut as mosquitto_sub does it: widths count bytes, and each letter
/// heeds those of its flags that make sense for it.
///
/// @param left fill on the right side instead of the left
/// @param zeros fill with zeros, where the value is a number or the payload
/// @param width the least bytes; for the payload also the most; 0 = as long as it is
/// @param precision the most bytes of a text; -1 = all
/// @param zone of the time
record FormatField(char letter, boolean left, boolean zeros, int width, int precision, ZoneId zone)
        implements MessageLayout {
    static final String LETTERS = "%ACDEFIlmPpqRrStUxX";

    @Override
    public byte[] bytes(Publish message, Instant time) {
        return switch (letter) {
            case 'p' -> payload(message.payload(), 1);
            case 'x' -> payload(HexFormat.of().formatHex(message.payload()).getBytes(UTF_8), 2);
            case 'X' ->
                payload(
                        HexFormat.of()
                                .withUpperCase()
                                .formatHex(message.payload())
                                .getBytes(UTF_8),
                        2);
            case 't' -> text(message.topic().utf8());
            case 'I' ->
                text(StrftimeLetter.of('F', time, zone) + "T" + StrftimeLetter.of('T', time, zone)
                        + StrftimeLetter.of('z', time, zone));
            case 'l' -> number((long) message.payload().length);
            case 'm' -> number((long) message.packetId());
            case 'U' -> plain(String.format(Locale.ROOT, "%d.%09d", time.getEpochSecond(), time.getNano()));
            case 'q' -> plain(String.valueOf(message.qos().level()));
            case 'r' -> plain(message.retain() ? "1" : "0");
            case '%' -> plain("%");
            default -> property(message.properties());
        };
    }

    private byte[] property(Properties properties) {
        return switch (letter) {
            case 'A' -> number(properties, Property.TOPIC_ALIAS);
            case 'E' -> number(properties, Property.MESSAGE_EXPIRY_INTERVAL);
            case 'F' -> number(properties, Property.PAYLOAD_FORMAT_INDICATOR);
            case 'C' -> text(orEmpty(properties.text(Property.CONTENT_TYPE)));
            case 'R' ->
                properties.has(Property.RESPONSE_TOPIC)
                        ? text(orEmpty(properties.text(Property.RESPONSE_TOPIC)))
                        : new byte[0];
            case 'D' -> orEmpty(properties.binary(Property.CORRELATION_DATA));
            case 'S' -> identifiers(properties.subscriptionIdentifiers());
            case 'P' ->
                plain(properties.userProperties().stream()
                        .map(pair -> pair.name() + ":" + pair.value())
                        .collect(Collectors.joining(" ")));
            default -> throw new AssertionError(letter);
        };
    }

    /// One is a number; several are listed.
    private byte[] identifiers(int[] identifiers) {
        return identifiers.length == 1
                ? number((long) identifiers[0])
                : filled(
                        plain(Arrays.stream(identifiers)
                                .mapToObj(String::valueOf)
                                .collect(Collectors.joining(" "))),
                        zeros ? '0' : ' ');
    }

    private byte[] number(Properties properties, Property property) {
        return properties.has(property)
                ? number(properties.number(property, 0))
                : filled(new byte[0], zeros ? '0' : ' ');
    }

    private byte[] number(long value) {
        return filled(plain(String.valueOf(value)), zeros && !left ? '0' : ' ');
    }

    private byte[] text(String value) {
        return text(plain(value));
    }

    private byte[] text(byte[] value) {
        boolean cut = precision >= 0 && precision < value.length;
        return filled(cut ? Arrays.copyOf(value, precision) : value, ' ');
    }

    /// @param unit bytes of the output that belong together
    private byte[] payload(byte[] value, int unit) {
        int most = width == 0 ? value.length : Math.min(value.length, width) / unit * unit;
        return filled(Arrays.copyOf(value, most), zeros ? '0' : ' ');
    }

    private byte[] filled(byte[] value, char with) {
        if (value.length >= width) {
            return value;
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream(width);
        byte[] padding = new byte[width - value.length];
        Arrays.fill(padding, (byte) (left ? ' ' : with));
        out.writeBytes(left ? value : padding);
        out.writeBytes(left ? padding : value);
        return out.toByteArray();
    }

    private static byte[] plain(String text) {
        return text.getBytes(UTF_8);
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }

    private static byte[] orEmpty(byte @Nullable [] bytes) {
        return bytes == null ? new byte[0] : bytes;
    }
}
