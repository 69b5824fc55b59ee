package io.hongyan.cloud.metadata;

import java.util.List;

/// A group of devices, whose id is the first part of their client ids.
///
/// @param id 7 to 64 letters, digits, `-`, `_`; begins with `GID_` or `GID-`
/// @param createdAt milliseconds since 1970
public record Group(String id, List<ResourceTag> tags, long createdAt) {
    public Group {
        NameChecks.group(id);
        tags = NameChecks.tags("group " + id, tags);
    }

    /// A group without tags.
    public Group(String id, long createdAt) {
        this(id, List.of(), createdAt);
    }
}
