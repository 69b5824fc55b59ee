package io.hongyan.broker.config;

/// How a shared subscription picks the member that gets a message. Connected members are preferred.
public enum SharedSubscriptionStrategy {
    /// Each member in turn.
    ROUND_ROBIN,
    /// The same member as long as it is connected.
    STICKY,
    /// By a hash of the publisher's client id, so that the messages of one publisher go to one member.
    HASH_PUBLISHER
}
