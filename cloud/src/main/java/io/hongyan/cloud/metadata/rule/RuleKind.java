package io.hongyan.cloud.metadata.rule;

/// What a rule carries, and in which direction.
public enum RuleKind {
    /// What devices publish, to the other system.
    OUTBOUND,
    /// Messages of the other system, to devices.
    INBOUND,
    /// Notices of devices that came and went, to the other system.
    STATUS
}
