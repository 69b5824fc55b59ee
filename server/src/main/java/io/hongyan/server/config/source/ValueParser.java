package io.hongyan.server.config.source;

import io.hongyan.codec.QoS;
import io.hongyan.server.config.Durations;
import io.hongyan.server.config.Port;
import io.hongyan.server.config.Secret;
import io.hongyan.server.config.Sizes;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// Parses and formats typed values. The message of an exception says what is allowed and what was given, without the
/// key.
final class ValueParser {
    private ValueParser() {}

    /// Whether a whole number counts bytes: it is long and counts no messages, or its name says so.
    static boolean isSize(String key, Class<?> type) {
        return (type == long.class && !key.toLowerCase(Locale.ROOT).endsWith("messages"))
                || (type == int.class && key.endsWith("Bytes"));
    }

    /// @throws IllegalArgumentException when the text is no such value
    static Object parse(String key, Class<?> type, String text) {
        if (type == String.class) {
            return text;
        }
        if (isSize(key, type)) {
            long bytes = Sizes.parse(text);
            return type == long.class ? (Object) bytes : (Object) (int) checked(bytes, text);
        }
        if (type == long.class) {
            return number(text);
        }
        if (type == int.class) {
            return (int) checked(number(text), text);
        }
        if (type == boolean.class) {
            return truth(text);
        }
        if (type == Duration.class) {
            return Durations.parse(text);
        }
        if (type == Port.class) {
            return Port.parse(text);
        }
        if (type == Secret.class) {
            return secret(text);
        }
        if (type == QoS.class) {
            return qos(text);
        }
        return constant(type, text);
    }

    private static Secret secret(String text) {
        if (text.equals(Secret.MASK)) {
            throw new IllegalArgumentException("is " + Secret.MASK + ", which print-config writes in place of a secret;"
                    + " write the secret itself, or remove the line");
        }
        return new Secret(text);
    }

    private static long checked(long value, String text) {
        if (value > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("is at most " + Integer.MAX_VALUE + ", not " + text);
        }
        return value;
    }

    private static long number(String text) {
        try {
            return Long.parseLong(text.replace("_", ""));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("is a whole number, not " + text, e);
        }
    }

    private static boolean truth(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "true", "yes", "on" -> true;
            case "false", "no", "off" -> false;
            default -> throw new IllegalArgumentException("is true or false, not " + text);
        };
    }

    private static QoS qos(String text) {
        return switch (text) {
            case "0" -> QoS.AT_MOST_ONCE;
            case "1" -> QoS.AT_LEAST_ONCE;
            case "2" -> QoS.EXACTLY_ONCE;
            default -> throw new IllegalArgumentException("is 0, 1 or 2, not " + text);
        };
    }

    private static Object constant(Class<?> type, String text) {
        List<Object> constants = Arrays.asList((Object[]) type.getEnumConstants());
        return constants.stream()
                .filter(constant -> format(constant).equalsIgnoreCase(text.replace('_', '-')))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("is " + choices(type) + ", not " + text));
    }

    /// The values of an enumeration: `drop-oldest, drop-new or disconnect`.
    static String choices(Class<?> type) {
        String all = Arrays.stream((Object[]) type.getEnumConstants())
                .map(ValueParser::format)
                .collect(Collectors.joining(", "));
        int last = all.lastIndexOf(", ");
        return last < 0 ? all : all.substring(0, last) + " or " + all.substring(last + 2);
    }

    /// As it would be written in a file, without quotes.
    static String format(Object value) {
        return switch (value) {
            case Duration duration -> Durations.format(duration);
            case QoS qos -> Integer.toString(qos.level());
            case Enum<?> constant -> constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
            default -> value.toString();
        };
    }

    /// The same for a key whose number may count bytes.
    static String format(String key, Class<?> type, Object value) {
        return isSize(key, type) ? Sizes.format(((Number) value).longValue()) : format(value);
    }
}
