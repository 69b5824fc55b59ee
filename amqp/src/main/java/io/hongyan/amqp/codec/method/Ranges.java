package io.hongyan.amqp.codec.method;

/// Checks unsigned numbers.
final class Ranges {
    private Ranges() {}

    /// Refuses what 16 bits do not hold.
    static void check16(int value, String what) {
        if (value < 0 || value > 0xffff) {
            throw new IllegalArgumentException(what + " is 0 to 65535, not " + value);
        }
    }

    /// Refuses what 32 bits do not hold.
    static void check32(long value, String what) {
        if (value < 0 || value > 0xffff_ffffL) {
            throw new IllegalArgumentException(what + " is 0 to 4294967295, not " + value);
        }
    }
}
