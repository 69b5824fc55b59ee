package io.hongyan.cluster.agree;

import java.nio.charset.StandardCharsets;

/// One write of a transaction.
public sealed interface Write {
    /// The key.
    String key();

    /// Writes the key.
    ///
    /// @param value not changed by anybody afterwards
    /// @param lease that deletes the key when it ends; 0 for none
    record Put(String key, byte[] value, long lease) implements Write {
        public Put {
            if (value.length > Agreement.MAX_VALUE) {
                throw new IllegalArgumentException(
                        "a value of " + value.length + " bytes; the most is " + Agreement.MAX_VALUE);
            }
        }

        /// The same, of text.
        public Put(String key, String value, long lease) {
            this(key, value.getBytes(StandardCharsets.UTF_8), lease);
        }
    }

    /// Deletes the key, if it exists.
    record Delete(String key) implements Write {}
}
