package io.hongyan.cli.pubsub;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.hongyan.cli.terminal.Failure;
import io.hongyan.codec.packet.Publish;
import io.hongyan.codec.property.Property;
import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// A layout given with `-F`: text with `%` and a letter, and `\n`, `\t`, `\r`, `\0`, `\\`. The letters are those of
/// mosquitto_sub.
final class MessageFormat implements MessageLayout {
    private static final String LETTERS = "%tpxXlqrmIUjCDEFRSP";
    private static final DateTimeFormatter ISO =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ssxx", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final List<MessageLayout> pieces = new ArrayList<>();

    /// @throws Failure when the format has an unknown letter
    MessageFormat(String format, boolean lineFeed) {
        int at = 0;
        while (at < format.length()) {
            char c = format.charAt(at);
            boolean last = at + 1 == format.length();
            if (c == '%') {
                pieces.add(placeholder(last ? '\0' : format.charAt(at + 1)));
                at += 2;
            } else if (c == '\\' && !last) {
                literal(escape(format.charAt(at + 1)));
                at += 2;
            } else {
                int end = at + 1;
                while (end < format.length() && format.charAt(end) != '%' && format.charAt(end) != '\\') {
                    end++;
                }
                literal(format.substring(at, end));
                at = end;
            }
        }
        if (lineFeed) {
            literal("\n");
        }
    }

    private void literal(String text) {
        byte[] bytes = text.getBytes(UTF_8);
        pieces.add((message, time) -> bytes);
    }

    private static MessageLayout placeholder(char letter) {
        if (letter == '\0') {
            throw Failure.usage("-F: a letter is missing after the last '%'; write %% for '%'");
        }
        if (LETTERS.indexOf(letter) < 0) {
            throw Failure.usage("-F: '%" + letter + "' is unknown; the letters are " + LETTERS);
        }
        return (message, time) -> value(letter, message, time);
    }

    @Override
    public byte[] bytes(Publish message, Instant time) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (MessageLayout piece : pieces) {
            out.writeBytes(piece.bytes(message, time));
        }
        return out.toByteArray();
    }

    private static String escape(char letter) {
        return switch (letter) {
            case 'n' -> "\n";
            case 't' -> "\t";
            case 'r' -> "\r";
            case '0' -> "\0";
            case 'a' -> "\u0007";
            case 'e' -> "\u001b";
            case 'v' -> "\u000b";
            case '\\' -> "\\";
            default -> "\\" + letter;
        };
    }

    private static byte[] value(char letter, Publish message, Instant time) {
        return switch (letter) {
            case 'p' -> message.payload();
            case 't' -> message.topic().utf8();
            case 'j' -> JsonMessage.of(message, time);
            case 'D' -> orEmpty(message.properties().binary(Property.CORRELATION_DATA));
            default -> text(letter, message, time).getBytes(UTF_8);
        };
    }

    private static String text(char letter, Publish message, Instant time) {
        return switch (letter) {
            case '%' -> "%";
            case 'x' -> HexFormat.of().formatHex(message.payload());
            case 'X' -> HexFormat.of().withUpperCase().formatHex(message.payload());
            case 'l' -> String.valueOf(message.payload().length);
            case 'q' -> String.valueOf(message.qos().level());
            case 'r' -> message.retain() ? "1" : "0";
            case 'm' -> String.valueOf(message.packetId());
            case 'I' -> ISO.format(time);
            case 'U' -> String.format(Locale.ROOT, "%d.%09d", time.getEpochSecond(), time.getNano());
            case 'C' -> textProperty(message, Property.CONTENT_TYPE);
            case 'R' -> textProperty(message, Property.RESPONSE_TOPIC);
            case 'E' -> numberProperty(message, Property.MESSAGE_EXPIRY_INTERVAL);
            case 'F' -> numberProperty(message, Property.PAYLOAD_FORMAT_INDICATOR);
            case 'S' ->
                Arrays.stream(message.properties().subscriptionIdentifiers())
                        .mapToObj(String::valueOf)
                        .collect(Collectors.joining(" "));
            case 'P' ->
                message.properties().userProperties().stream()
                        .map(property -> property.name() + ":" + property.value())
                        .collect(Collectors.joining(" "));
            default -> throw new AssertionError(letter);
        };
    }

    private static String textProperty(Publish message, Property property) {
        String text = message.properties().text(property);
        return text == null ? "" : text;
    }

    private static String numberProperty(Publish message, Property property) {
        return message.properties().has(property)
                ? String.valueOf(message.properties().number(property, 0))
                : "";
    }

    private static byte[] orEmpty(byte @Nullable [] bytes) {
        return bytes == null ? new byte[0] : bytes;
    }
}
