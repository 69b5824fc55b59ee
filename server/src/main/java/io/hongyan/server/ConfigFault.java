package io.hongyan.server;

import io.hongyan.server.config.source.Origins;

/// Why a start with a configuration fails.
///
/// @param key of the configuration that it comes from; empty when the text has the place
/// @param text what is wrong, and what to do
record ConfigFault(String key, String text) {
    /// A fault that names its own place.
    static ConfigFault of(String text) {
        return new ConfigFault("", text);
    }

    /// A fault of the value of a key.
    static ConfigFault ofValue(String key, String text) {
        return new ConfigFault(key, key + ": " + text);
    }

    /// With the place where the key was written, in front.
    String at(Origins origins) {
        return origins.of(key).map(origin -> origin + ": " + text).orElse(text);
    }
}
