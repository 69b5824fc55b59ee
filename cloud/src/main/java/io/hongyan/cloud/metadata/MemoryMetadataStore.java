package io.hongyan.cloud.metadata;

import org.jspecify.annotations.Nullable;

/// Keeps metadata as long as the process lives: for tests, and for running without a data folder.
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
