package io.hongyan.server.config;

/// Which rules hold for clients.
public enum Profile {
    /// Those of the cloud service: declared groups and parent topics, `GID@@@device` client ids, its documented limits.
    CLOUD,
    /// Those of the standard alone.
    OPEN
}
