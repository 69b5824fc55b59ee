package io.hongyan.codec;

/// Quality of service (MQTT 5.0, chapter 4.3). The ordinal is the value on the wire.
public enum QoS {
    AT_MOST_ONCE,
    AT_LEAST_ONCE,
    EXACTLY_ONCE;

    private static final QoS[] VALUES = values();

    /// The level with that number, 0 to 2.
    ///
    /// @throws IllegalArgumentException for any other number
    public static QoS of(int level) {
        if (level < 0 || level > 2) {
            throw new IllegalArgumentException("QoS is 0, 1 or 2, not " + level);
        }
        return VALUES[level];
    }

    /// The number on the wire: 0, 1 or 2.
    public int level() {
        return ordinal();
    }

    /// The lower of this and the other level.
    public QoS min(QoS other) {
        return ordinal() <= other.ordinal() ? this : other;
    }
}
