package io.hongyan.broker.config;

import java.time.Duration;

/// Checks that values are in range; the message of the exception names the key, the value and the range.
final class RangeCheck {
    private RangeCheck() {}

    static void range(String key, long value, long low, long high) {
        if (value < low || value > high) {
            throw new IllegalArgumentException(key + " is " + low + " to " + high + ", not " + value);
        }
    }

    static void range(String key, Duration value, Duration low, Duration high) {
        if (value.compareTo(low) < 0 || value.compareTo(high) > 0) {
            throw new IllegalArgumentException(key + " is " + low + " to " + high + ", not " + value);
        }
    }
}
