package io.hongyan.amqp.frame;

import org.jspecify.annotations.Nullable;

/// What a frame carries (AMQP 0-9-1, 4.2.3).
public enum FrameType {
    METHOD(1),
    HEADER(2),
    BODY(3),
    HEARTBEAT(8);

    private final int code;

    FrameType(int code) {
        this.code = code;
    }

    /// The type with that number, or null.
    static @Nullable FrameType of(int code) {
        return switch (code) {
            case 1 -> METHOD;
            case 2 -> HEADER;
            case 3 -> BODY;
            case 8 -> HEARTBEAT;
            default -> null;
        };
    }

    /// The first byte of the frame, 1 to 8.
    public int code() {
        return code;
    }
}
