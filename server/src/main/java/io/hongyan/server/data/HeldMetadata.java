package io.hongyan.server.data;

import io.hongyan.cloud.metadata.MetadataSnapshot;
import io.hongyan.cloud.metadata.MetadataStore;
import org.jspecify.annotations.Nullable;

/// Keeps changes of the metadata in memory until they may be written: a first start that fails must leave nothing
/// behind, and a check of the configuration must change nothing.
public final class HeldMetadata implements MetadataStore {
    private final MetadataStore file;
    private boolean released;
    private boolean missing;
    private @Nullable MetadataSnapshot unsaved;

    public HeldMetadata(MetadataStore file) {
        this.file = file;
    }

    @Override
    public synchronized @Nullable MetadataSnapshot load() {
        MetadataSnapshot loaded = file.load();
        missing = loaded == null;
        return loaded;
    }

    /// Whether there was no file.
    public synchronized boolean missing() {
        return missing;
    }

    @Override
    public synchronized void save(MetadataSnapshot snapshot) {
        if (released) {
            file.save(snapshot);
        } else {
            unsaved = snapshot;
        }
    }

    /// Writes what was held, and each later change at once.
    public synchronized void release() {
        if (unsaved != null) {
            file.save(unsaved);
            unsaved = null;
        }
        released = true;
    }
}
