package io.hongyan.broker.event;

/// Why a message did not reach a receiver. The name in lower case is the label of the metric.
public enum DropReason {
    /// Its expiry passed before delivery began.
    EXPIRED,
    /// The receiver's queue was full by messages or bytes.
    QUEUE_FULL,
    /// The receiver does not read fast enough for QoS 0.
    BACKLOG_FULL,
    /// Larger than the receiver's Maximum Packet Size.
    TOO_LARGE,
    /// The receiver of a direct message is not connected, and has no session or the sender does not allow it to wait.
    NO_RECEIVER,
    /// The memory limit of the instance or of the whole broker is reached.
    MEMORY_FULL,
    /// The disk limit of the instance or of the whole broker is reached.
    STORE_FULL,
    /// A damaged store has lost it.
    LOST,
    /// The session ended while the message waited in its queue.
    SESSION_ENDED,
    /// The limit of retained messages is reached: delivered, but not kept.
    RETAINED_FULL,
    /// It waited, and the receiver has no right to its topic any more.
    NOT_AUTHORIZED,
    /// A rule that sends it on to another system has no room for it. It was delivered to subscribers.
    RULE_FULL
}
