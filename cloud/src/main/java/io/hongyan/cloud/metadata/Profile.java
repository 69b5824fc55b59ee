package io.hongyan.cloud.metadata;

/// The set of rules of an instance, chosen when it is created.
public enum Profile {
    /// The rules of the cloud service: declared groups and parent topics, `GID@@@device` client ids, documented limits.
    CLOUD,
    /// A standard MQTT broker, with users and access control lists of the operator.
    OPEN
}
