package io.hongyan.cli.pubsub;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoField;
import java.time.temporal.IsoFields;
import java.time.temporal.WeekFields;
import java.util.Locale;

/// The letters of strftime(3), as the locale C has them, and `N` for nanoseconds, which mosquitto_sub adds.
final class StrftimeLetter {
    static final String LETTERS = "aAbBcCdDeFgGhHIjklmMnNpPrRsStTuUVwWxXyYzZ";

    private StrftimeLetter() {}

    /// @param letter one of [#LETTERS]
    static String of(char letter, Instant instant, ZoneId zone) {
        ZonedDateTime time = instant.atZone(zone);
        return switch (letter) {
            case 'n' -> "\n";
            case 't' -> "\t";
            case 's' -> String.valueOf(instant.getEpochSecond());
            case 'N' -> number("%09d", instant.getNano());
            case 'C' -> number("%02d", time.getYear() / 100);
            case 'e' -> number("%2d", time.getDayOfMonth());
            case 'k' -> number("%2d", time.getHour());
            case 'l' -> number("%2d", time.get(ChronoField.CLOCK_HOUR_OF_AMPM));
            case 'j' -> number("%03d", time.getDayOfYear());
            case 'u' -> number("%d", time.getDayOfWeek().getValue());
            case 'w' -> number("%d", time.getDayOfWeek().getValue() % 7);
            case 'P' -> pattern("a", time).toLowerCase(Locale.ROOT);
            case 'c' -> pattern("EEE MMM ", time) + of('e', instant, zone) + pattern(" HH:mm:ss uuuu", time);
            case 'U', 'W', 'V', 'g', 'G' -> week(letter, time);
            default -> pattern(pattern(letter), time);
        };
    }

    private static String week(char letter, ZonedDateTime time) {
        int dayOfYear = time.getDayOfYear();
        int weekday = time.getDayOfWeek().getValue();
        return switch (letter) {
            case 'U' -> number("%02d", (dayOfYear + 6 - weekday % 7) / 7);
            case 'W' -> number("%02d", (dayOfYear + 6 - (weekday - 1)) / 7);
            case 'V' -> number("%02d", time.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR));
            case 'g' -> number("%02d", time.get(WeekFields.ISO.weekBasedYear()) % 100);
            default -> number("%d", time.get(WeekFields.ISO.weekBasedYear()));
        };
    }

    private static String pattern(char letter) {
        return switch (letter) {
            case 'a' -> "EEE";
            case 'A' -> "EEEE";
            case 'b', 'h' -> "MMM";
            case 'B' -> "MMMM";
            case 'd' -> "dd";
            case 'D', 'x' -> "MM/dd/yy";
            case 'F' -> "uuuu-MM-dd";
            case 'H' -> "HH";
            case 'I' -> "hh";
            case 'm' -> "MM";
            case 'M' -> "mm";
            case 'p' -> "a";
            case 'r' -> "hh:mm:ss a";
            case 'R' -> "HH:mm";
            case 'S' -> "ss";
            case 'T', 'X' -> "HH:mm:ss";
            case 'y' -> "yy";
            case 'Y' -> "uuuu";
            case 'z' -> "xx";
            case 'Z' -> "zzz";
            default -> throw new IllegalArgumentException("strftime has no letter " + letter);
        };
    }

    private static String pattern(String pattern, ZonedDateTime time) {
        return DateTimeFormatter.ofPattern(pattern, Locale.US).format(time);
    }

    private static String number(String format, int value) {
        return String.format(Locale.ROOT, format, value);
    }
}
