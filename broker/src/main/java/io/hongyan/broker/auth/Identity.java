package io.hongyan.broker.auth;

/// The authenticated identity of a client. The layer that authenticates may use a type of its own, with what it needs
/// later.
public interface Identity {
    /// The user name, for logs and access rules; empty for an anonymous client.
    String name();
}
