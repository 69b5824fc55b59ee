package io.hongyan.client.message;

/// When the server is told that a message was dealt with.
public enum Acknowledge {
    /// When the receiver has returned.
    AFTER_RECEIVER,
    /// When [Delivery#acknowledge()] was called.
    MANUALLY
}
