package io.hongyan.broker.auth;

/// The authenticated identity of a client. The layer that authenticates may use a type of its own, with what it needs
/// later.
public interface Identity {
    /// The user name, for logs and access rules; empty for an anonymous client.
    String name();

    /// Whether it may go on with a kept session that somebody of that name has begun, and get what waits there as far
    /// as its [rights][Authorizer#receive] go. If not, that session ends when it comes with the same client id.
    default boolean resumes(String owner) {
        return name().equals(owner);
    }
}
