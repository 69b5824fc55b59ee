package io.hongyan.cluster.agree;

/// One key has changed.
public sealed interface Change {
    /// The key.
    String key();

    /// The key was written.
    record Put(Entry entry) implements Change {
        @Override
        public String key() {
            return entry.key();
        }
    }

    /// The key was deleted, by a transaction or with its lease.
    record Deleted(String key) implements Change {}
}
