package io.hongyan.amqp.queue;

/// What a queue holds.
public enum QueueKind {
    /// Messages that clients publish below a parent topic.
    MESSAGES,
    /// Notices that clients of a Group came and went.
    STATUS
}
