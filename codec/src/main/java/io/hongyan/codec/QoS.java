package io.hongyan.codec;

/// Quality of service (MQTT 5.0, chapter 4.3).
public enum QoS {
    AT_MOST_ONCE(0),
    AT_LEAST_ONCE(1),
    EXACTLY_ONCE(2);

    private static final QoS[] VALUES = values();

    private final int level;

    QoS(int level) {
        this.level = level;
    }

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
        return level;
    }

    /// The lower of this and the other level.
    public QoS min(QoS other) {
        return level <= other.level ? this : other;
    }
}
