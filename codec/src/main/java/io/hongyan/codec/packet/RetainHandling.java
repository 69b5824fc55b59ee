package io.hongyan.codec.packet;

/// Whether retained messages are sent when a subscription is made (MQTT 5.0, chapter 3.8.3.1).
public enum RetainHandling {
    SEND(0),
    SEND_IF_NEW(1),
    DO_NOT_SEND(2);

    private static final RetainHandling[] VALUES = values();

    private final int code;

    RetainHandling(int code) {
        this.code = code;
    }

    /// The number on the wire: 0, 1 or 2.
    public int code() {
        return code;
    }

    /// The constant with that number, 0 to 2.
    public static RetainHandling of(int code) {
        return VALUES[code];
    }
}
