package io.hongyan.server.config;

import java.time.Duration;
import java.util.regex.Pattern;

/// Checks values; the message of the exception begins with the key.
final class ConfigChecks {
    private static final Pattern ADDRESS = Pattern.compile("[0-9A-Za-z:._%-]+");

    private ConfigChecks() {}

    static void range(String key, long value, long low, long high) {
        if (value < low || value > high) {
            throw new IllegalArgumentException(key + " is " + low + " to " + high + ", not " + value);
        }
    }

    static void range(String key, Duration value, Duration low, Duration high) {
        if (value.compareTo(low) < 0 || value.compareTo(high) > 0) {
            throw new IllegalArgumentException(
                    key + " is " + low.toMillis() + " to " + high.toMillis() + " ms, not " + value.toMillis());
        }
    }

    static void together(String one, String oneValue, String other, String otherValue) {
        if (oneValue.isEmpty() != otherValue.isEmpty()) {
            String given = oneValue.isEmpty() ? other : one;
            String missing = oneValue.isEmpty() ? one : other;
            throw new IllegalArgumentException(given + " is given without " + missing + "; give both or none");
        }
    }

    static void address(String key, String value) {
        if (!ADDRESS.matcher(value).matches()) {
            throw new IllegalArgumentException(key + " is an address like 127.0.0.1 or ::, not " + value);
        }
    }
}
