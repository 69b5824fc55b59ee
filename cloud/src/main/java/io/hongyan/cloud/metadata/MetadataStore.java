package io.hongyan.cloud.metadata;

import org.jspecify.annotations.Nullable;

/// Where metadata outlives the process.
public interface MetadataStore {
    /// What was saved last, or null when nothing ever was. Asked once.
    @Nullable
    MetadataSnapshot load();

    /// Keeps this and forgets what was. When it throws, the change does not happen. Never called by two threads at
    /// once.
    void save(MetadataSnapshot snapshot);
}
