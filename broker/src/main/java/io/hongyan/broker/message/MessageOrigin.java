package io.hongyan.broker.message;

/// Who publishes a message.
public enum MessageOrigin {
    /// A client, by PUBLISH or by its will.
    CLIENT,
    /// An API, or the server itself.
    SERVER,
    /// Another system, by a rule.
    OTHER_SYSTEM
}
