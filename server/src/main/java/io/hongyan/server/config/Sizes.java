package io.hongyan.server.config;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Parses sizes in bytes: `512`, `64KiB`, `10MB`.
public final class Sizes {
    private static final Pattern WHOLE = Pattern.compile("(\\d{1,18})\\s*(B|KiB|MiB|GiB|TiB|KB|kB|MB|GB|TB)?");
    private static final String[] BINARY = {"", "KiB", "MiB", "GiB", "TiB"};

    private Sizes() {}

    /// The number of bytes.
    ///
    /// @throws IllegalArgumentException with a message that says how to write one
    public static long parse(String text) {
        Matcher matcher = WHOLE.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("is a size like 512, 64KiB, 1MiB or 10MB, not " + text);
        }
        String unit = matcher.group(2);
        try {
            return Math.multiplyExact(Long.parseLong(matcher.group(1)), factor(unit == null ? "B" : unit));
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException("is too large: " + text, e);
        }
    }

    private static long factor(String unit) {
        return switch (unit) {
            case "B" -> 1;
            case "KB", "kB" -> 1_000;
            case "MB" -> 1_000_000;
            case "GB" -> 1_000_000_000;
            case "TB" -> 1_000_000_000_000L;
            case "KiB" -> 1L << 10;
            case "MiB" -> 1L << 20;
            case "GiB" -> 1L << 30;
            case "TiB" -> 1L << 40;
            default -> throw new IllegalArgumentException("no such unit: " + unit);
        };
    }

    /// In the largest binary unit that leaves a whole number.
    public static String format(long bytes) {
        int unit = 0;
        long amount = bytes;
        while (amount != 0 && amount % 1024 == 0 && unit < BINARY.length - 1) {
            amount /= 1024;
            unit++;
        }
        return amount + BINARY[unit];
    }
}
