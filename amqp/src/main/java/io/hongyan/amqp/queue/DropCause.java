package io.hongyan.amqp.queue;

/// Why a queue dropped a message that no consumer has acknowledged. The name in lower case is the label of the metric.
public enum DropCause {
    /// The queue held more than its limits allow.
    FULL,
    /// Its publisher said how long it is good for.
    EXPIRED,
    /// It waited longer than the limits allow.
    AGE,
    /// A damaged store has lost its content.
    LOST,
    /// Consumers rejected it too often, and a live queue keeps no dead letters.
    REJECTED
}
