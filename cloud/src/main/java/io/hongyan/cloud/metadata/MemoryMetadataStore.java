package io.hongyan.cloud.metadata;

import org.jspecify.annotations.Nullable;

/// Stores metadata in memory: for tests, and for running without a data folder.
public final class MemoryMetadataStore implements MetadataStore {
    private volatile @Nullable MetadataSnapshot saved;

    @Override
    public @Nullable MetadataSnapshot load() {
        return saved;
    }

    @Override
    public void save(MetadataSnapshot snapshot) {
        saved = snapshot;
    }
}
