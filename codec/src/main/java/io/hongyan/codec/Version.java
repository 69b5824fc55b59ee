package io.hongyan.codec;

import org.jspecify.annotations.Nullable;

/// The protocol versions served, in the order of their age.
public enum Version {
    MQTT_3_1("MQIsdp", 3),
    MQTT_3_1_1("MQTT", 4),
    MQTT_5("MQTT", 5);

    private final String protocolName;
    private final int level;

    Version(String protocolName, int level) {
        this.protocolName = protocolName;
        this.level = level;
    }

    /// The name that CONNECT carries.
    public String protocolName() {
        return protocolName;
    }

    /// The protocol level that CONNECT carries: 3, 4 or 5.
    public int level() {
        return level;
    }

    /// Whether packets of this version have properties and reason codes.
    public boolean isV5() {
        return this == MQTT_5;
    }

    /// The version with that name and level, or null when no such pair is served.
    public static @Nullable Version of(String protocolName, int level) {
        for (Version version : values()) {
            if (version.level == level && version.protocolName.equals(protocolName)) {
                return version;
            }
        }
        return null;
    }
}
