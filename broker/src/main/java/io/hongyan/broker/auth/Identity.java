package io.hongyan.broker.auth;

/// Who a client has proved to be. The layer that authenticated it may hang what it needs later on its own type.
public interface Identity {
    /// The user's name, for logs and patterns; empty for an anonymous client.
    String name();
}
