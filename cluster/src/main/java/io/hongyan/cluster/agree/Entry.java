package io.hongyan.cluster.agree;

import java.nio.charset.StandardCharsets;

/// A key with its value.
///
/// @param value not changed by anybody
/// @param created the revision that made the key, after it did not exist
/// @param changed the revision that wrote the value
/// @param lease that deletes the key when it ends; 0 for none
public record Entry(String key, byte[] value, long created, long changed, long lease) {
    /// The value, of UTF-8.
    public String text() {
        return new String(value, StandardCharsets.UTF_8);
    }
}
