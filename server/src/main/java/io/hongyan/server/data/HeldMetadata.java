package io.hongyan.server.data;

import io.hongyan.cloud.metadata.MetadataSnapshot;
import io.hongyan.cloud.metadata.MetadataStore;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// Keeps changes of the metadata in memory until they may be written: a first start that fails must leave nothing
/// behind, and a check of the configuration must change nothing.
public final class HeldMetadata implements MetadataStore {
    private final MetadataFile file;
    private boolean released;
    private @Nullable MetadataSnapshot loaded;
    private @Nullable MetadataSnapshot unsaved;

    public HeldMetadata(MetadataFile file) {
        this.file = file;
    }

    @Override
    public synchronized @Nullable MetadataSnapshot load() {
        loaded = file.load();
        return loaded;
    }

    /// Whether there was no file.
    public synchronized boolean missing() {
        return loaded == null;
    }

    @Override
    public synchronized void save(MetadataSnapshot snapshot) {
        if (released) {
            file.save(snapshot);
        } else {
            unsaved = snapshot;
        }
    }

    /// Writes what was held, or what is as an earlier version or another configuration wrote it, and each later change
    /// at once.
    public synchronized void release() {
        MetadataSnapshot now = unsaved == null && file.isOutdated() ? loaded : unsaved;
        if (now != null) {
            file.save(now);
            unsaved = null;
        }
        released = true;
    }

    /// Brings the file to what it was before [#release], and holds changes again.
    ///
    /// @throws IOException when it cannot be removed
    public synchronized void takeBack() throws IOException {
        released = false;
        if (loaded == null) {
            file.remove();
        } else {
            file.save(loaded);
        }
    }
}
