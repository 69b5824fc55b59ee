package io.hongyan.cloud.metadata;

/// A group of devices, whose id is the first part of their client ids.
///
/// @param id 7 to 64 letters, digits, `-`, `_`; begins with `GID_` or `GID-`
/// @param createdAt milliseconds since 1970
public record Group(String id, long createdAt) {
    public Group {
        NameChecks.group(id);
    }
}
