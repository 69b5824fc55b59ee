package io.hongyan.broker.auth;

/// Why a publish or a subscription is refused. The policy of an instance chooses a [Reaction] for each.
public enum Refusal {
    /// The client has no right to publish or subscribe there; or its command to the server failed.
    RIGHTS,
    /// The instance does not have that topic.
    UNKNOWN_TOPIC,
    /// A topic or filter that is too long, has too many levels, or contains characters that are not allowed.
    INVALID_TOPIC,
    /// A message that is too large.
    PAYLOAD,
    /// A topic that begins with `$` and is not a command.
    SERVER_TOPIC,
    /// The client has too many filters.
    FILTERS,
    /// There are too many filters with wildcards.
    WILDCARDS,
    /// Anything else: the memory or the disk is full, or a feature is switched off.
    OTHER
}
