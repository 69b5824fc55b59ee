package io.hongyan.cloud.metadata;

/// What of an instance is traced.
public enum TraceMode {
    OFF,
    /// Its devices, and one message in so many, chosen by a hash of its id.
    SAMPLED,
    /// Its devices and all messages.
    ALL
}
