package io.hongyan.broker.message;

import java.util.HexFormat;

/// The id of a message that leaves for another system: 32 upper-case hexadecimal digits, in the form of the unique keys
/// of Apache RocketMQ's own clients, whose tools read the time of a message from it.
///
/// @param high the first 16 digits
/// @param low the last 16 digits
public record MessageId(long high, long low) {
    public static final int BYTES = 16;

    /// The id with those digits.
    ///
    /// @throws IllegalArgumentException when there are not 32 hexadecimal digits
    public static MessageId parse(String text) {
        if (text.length() != 2 * BYTES) {
            throw new IllegalArgumentException("a message id has " + 2 * BYTES + " hexadecimal digits");
        }
        return new MessageId(
                HexFormat.fromHexDigitsToLong(text, 0, BYTES), HexFormat.fromHexDigitsToLong(text, BYTES, 2 * BYTES));
    }

    /// The 32 digits.
    @Override
    public String toString() {
        return "%016X%016X".formatted(high, low);
    }
}
