package io.hongyan.cloud.metadata;

/// A class of like devices: the first part of their client ids.
///
/// @param id `GID_` or `GID-` and more, 7 to 64 letters, digits, `-`, `_`
/// @param createdAt milliseconds since 1970
public record Group(String id, long createdAt) {
    public Group {
        Names.group(id);
    }
}
