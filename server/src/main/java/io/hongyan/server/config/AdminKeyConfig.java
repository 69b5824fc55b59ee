package io.hongyan.server.config;

/// A further key of the administration.
///
/// @param key at least 16 characters
/// @param role what its holder may do
public record AdminKeyConfig(Secret key, AdminRole role) {
    static final int SHORTEST = 16;

    public AdminKeyConfig {
        if (key.isSet() && key.value().length() < SHORTEST) {
            throw new IllegalArgumentException("key has at least " + SHORTEST + " characters; choose a longer one");
        }
    }

    public static AdminKeyConfig defaults() {
        return new AdminKeyConfig(Secret.NONE, AdminRole.VIEWER);
    }
}
