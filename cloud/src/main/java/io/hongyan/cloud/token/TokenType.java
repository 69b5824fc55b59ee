package io.hongyan.cloud.token;

import org.jspecify.annotations.Nullable;

/// The action that a token permits.
public enum TokenType {
    /// Subscribe.
    R,
    /// Publish.
    W,
    /// Both.
    RW;

    /// The type of that name, or null.
    public static @Nullable TokenType of(String name) {
        return switch (name) {
            case "R" -> R;
            case "W" -> W;
            case "RW" -> RW;
            default -> null;
        };
    }

    /// The type of a list of actions: `R`, `W`, `R,W`, `W,R` or `RW`. Null for anything else.
    public static @Nullable TokenType ofActions(String actions) {
        return switch (actions) {
            case "R" -> R;
            case "W" -> W;
            case "RW", "R,W", "W,R" -> RW;
            default -> null;
        };
    }

    /// Bit 0: may subscribe; bit 1: may publish.
    int bits() {
        return (reads() ? 1 : 0) | (writes() ? 2 : 0);
    }

    /// @throws IllegalArgumentException when they are none of 1 to 3
    static TokenType ofBits(int bits) {
        return switch (bits) {
            case 1 -> R;
            case 2 -> W;
            case 3 -> RW;
            default -> throw new IllegalArgumentException("no token has the type bits " + bits);
        };
    }

    public boolean reads() {
        return this != W;
    }

    public boolean writes() {
        return this != R;
    }

    /// Whether a token of this type may be used as the other type.
    public boolean includes(TokenType other) {
        return this == RW || this == other;
    }
}
