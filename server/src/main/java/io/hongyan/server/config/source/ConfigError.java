package io.hongyan.server.config.source;

/// An error in a configuration.
///
/// @param origin where it was written
/// @param key the whole key, or empty when the text as a whole is unreadable
/// @param message what is wrong, with the value, what is allowed, and what to do
record ConfigError(String origin, String key, String message) {
    @Override
    public String toString() {
        return origin + ": " + (key.isEmpty() ? "" : key + ": ") + message;
    }
}
