package io.hongyan.cloud.metadata;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Stores metadata durably. One that several services share implements what has a default here, too: each of them then
/// changes what the others have changed before, and hears of it.
///
/// Calls do not overlap.
public interface MetadataStore {
    /// The snapshot that was saved last; null when none was.
    @Nullable
    MetadataSnapshot load();

    /// Replaces the stored snapshot. When it throws, the change is refused.
    void save(MetadataSnapshot snapshot);

    /// What stands in the store.
    ///
    /// @return null when nothing was saved yet
    default @Nullable StoredMetadata read() {
        MetadataSnapshot loaded = load();
        return loaded == null ? null : new Alone(loaded);
    }

    /// Replaces what stands in the store, unless somebody else has changed it. When it throws, the change is refused,
    /// or at least not known to be made: then it is heard of when it is.
    ///
    /// @param expected what this store gave; null when nothing was saved yet
    default Outcome replace(@Nullable StoredMetadata expected, MetadataSnapshot next) {
        save(next);
        return new Outcome(true, new Alone(next));
    }

    /// What stands in the store, if it is newer. Before a change is refused, or found to change nothing, it is asked
    /// whether that is still so.
    ///
    /// @return null when it is not newer
    default @Nullable StoredMetadata newerThan(StoredMetadata known) {
        return null;
    }

    /// Tells what others have changed, from now on. Called once.
    ///
    /// @param newer may wait for a change that is under way; is told in the order of the revisions, and now and then of
    ///         one that is known
    default void follow(Consumer<StoredMetadata> newer) {}

    /// What became of a change.
    ///
    /// @param saved whether it was saved; else somebody else was faster
    /// @param now what stands in the store now
    record Outcome(boolean saved, StoredMetadata now) {}

    /// Metadata that nobody else changes.
    record Alone(MetadataSnapshot snapshot) implements StoredMetadata {
        @Override
        public long revision() {
            return 0;
        }
    }
}
