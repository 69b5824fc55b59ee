package io.hongyan.broker.config;

/// What happens to a message for a session whose queue is full.
public enum OverflowPolicy {
    /// The oldest waiting message goes.
    DROP_OLDEST,
    /// The new message goes.
    DROP_NEW,
    /// The connection of the receiver is closed with 0x97, if it has one; the new message goes.
    DISCONNECT
}
