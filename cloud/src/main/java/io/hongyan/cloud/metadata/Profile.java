package io.hongyan.cloud.metadata;

/// Which rules hold in an instance; decided when it is created.
public enum Profile {
    /// Those of the cloud service: declared groups and parent topics, `GID@@@device` client ids, documented limits.
    CLOUD,
    /// Those of the standard alone, with users and rights of the operator's making.
    OPEN
}
