package io.hongyan.cluster.agree;

/// What must hold for a transaction to be made.
public sealed interface Guard {
    /// The key.
    String key();

    /// The key does not exist.
    record Absent(String key) implements Guard {}

    /// The key exists, and was last written by that revision.
    record Unchanged(String key, long changed) implements Guard {
        public Unchanged {
            if (changed <= 0) {
                throw new IllegalArgumentException("revision " + changed + " of " + key + ": none is below 1");
            }
        }
    }
}
