package io.hongyan.server.config;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Parses durations: `500ms`, `30s`, `1h30m`, `3d`.
public final class Durations {
    private static final Pattern WHOLE = Pattern.compile("(\\d{1,15}(ms|s|m|h|d))+");
    private static final Pattern PART = Pattern.compile("(\\d+)(ms|s|m|h|d)");
    private static final Pattern ISO = Pattern.compile("\\bPT[0-9HMS.]+");

    private Durations() {}

    /// What the text means.
    ///
    /// @throws IllegalArgumentException with a message that says how to write one
    public static Duration parse(String text) {
        if (text.equals("0")) {
            return Duration.ZERO;
        }
        if (!WHOLE.matcher(text).matches()) {
            throw new IllegalArgumentException(
                    "is a duration like 500ms, 30s, 5m, 1h30m or 3d, not " + text + unitHint(text));
        }
        Duration sum = Duration.ZERO;
        Matcher part = PART.matcher(text);
        try {
            while (part.find()) {
                sum = sum.plus(unit(part.group(2)).multipliedBy(Long.parseLong(part.group(1))));
            }
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException("is too long: " + text, e);
        }
        return sum;
    }

    private static String unitHint(String text) {
        return text.chars().allMatch(Character::isDigit) ? "; did you mean " + text + "s?" : "";
    }

    private static Duration unit(String name) {
        return switch (name) {
            case "ms" -> Duration.ofMillis(1);
            case "s" -> Duration.ofSeconds(1);
            case "m" -> Duration.ofMinutes(1);
            case "h" -> Duration.ofHours(1);
            case "d" -> Duration.ofDays(1);
            default -> throw new IllegalArgumentException("no such unit: " + name);
        };
    }

    /// The shortest way to write it.
    public static String format(Duration duration) {
        if (duration.isZero()) {
            return "0";
        }
        StringBuilder text = new StringBuilder();
        append(text, duration.toDaysPart(), "d");
        append(text, duration.toHoursPart(), "h");
        append(text, duration.toMinutesPart(), "m");
        append(text, duration.toSecondsPart(), "s");
        append(text, duration.toMillisPart(), "ms");
        return text.toString();
    }

    private static void append(StringBuilder text, long amount, String unit) {
        if (amount != 0) {
            text.append(amount).append(unit);
        }
    }

    /// A sentence with its ISO durations (`PT1M30S`) written our way.
    public static String readable(String sentence) {
        return ISO.matcher(sentence).replaceAll(match -> format(Duration.parse(match.group())));
    }
}
