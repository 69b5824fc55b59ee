package io.hongyan.server.config;

/// When a stored message counts as durable.
public enum DurabilityMode {
    /// After it is synced to the disk.
    ALWAYS,
    /// After it is given to the operating system, which is made to sync after an interval.
    INTERVAL,
    /// After it is given to the operating system.
    OS
}
