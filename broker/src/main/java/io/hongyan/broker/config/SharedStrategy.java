package io.hongyan.broker.config;

/// How a shared subscription picks the member that gets a message. Connected members come before absent ones.
public enum SharedStrategy {
    /// Each in its turn.
    ROUND_ROBIN,
    /// The same one as long as it is connected.
    STICKY,
    /// By the publisher's client id, so that one publisher's messages stay together.
    HASH_PUBLISHER
}
