package io.hongyan.client.message;

/// When a message is acknowledged.
public enum Acknowledge {
    /// When the receiver has returned.
    AFTER_RECEIVER,
    /// When [Delivery#acknowledge()] was called.
    MANUALLY
}
