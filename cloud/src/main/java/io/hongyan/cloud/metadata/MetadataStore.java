package io.hongyan.cloud.metadata;

import org.jspecify.annotations.Nullable;

/// Stores metadata durably.
public interface MetadataStore {
    /// The snapshot that was saved last; null when none was. Called once.
    @Nullable
    MetadataSnapshot load();

    /// Replaces the stored snapshot. When it throws, the change is refused. Calls do not overlap.
    void save(MetadataSnapshot snapshot);
}
