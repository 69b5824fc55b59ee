package io.hongyan.broker.config;

/// What happens to a message for a session whose queue is full.
public enum OverflowPolicy {
    /// The oldest waiting message is dropped.
    DROP_OLDEST,
    /// The new message is dropped.
    DROP_NEW,
    /// The connection of the receiver is closed with 0x97, if it has one; the new message is dropped.
    DISCONNECT
}
