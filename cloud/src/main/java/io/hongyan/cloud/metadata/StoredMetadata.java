package io.hongyan.cloud.metadata;

/// Metadata as they stand in a store, with what tells them from earlier and later ones. A store may know more about
/// them.
public interface StoredMetadata {
    MetadataSnapshot snapshot();

    /// Grows with each change that anybody makes; always 0 in a store that nobody else changes.
    long revision();
}
