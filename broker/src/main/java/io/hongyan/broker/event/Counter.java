package io.hongyan.broker.event;

/// The counters of a shard.
public enum Counter {
    PACKETS_RECEIVED,
    PACKETS_SENT,
    BYTES_RECEIVED,
    BYTES_SENT,
    PUBLISH_RECEIVED_QOS0,
    PUBLISH_RECEIVED_QOS1,
    PUBLISH_RECEIVED_QOS2,
    PUBLISH_SENT_QOS0,
    PUBLISH_SENT_QOS1,
    PUBLISH_SENT_QOS2,
    PUBLISH_BYTES_RECEIVED,
    PUBLISH_BYTES_SENT,
    CONNECTIONS_OPENED,
    CONNECTIONS_CLOSED,
    CONNECTS_ACCEPTED,
    SESSIONS_EXPIRED,
    MESSAGES_UNROUTED,
    MESSAGES_DROPPED,

    /// Unexpected exceptions. Each ended one connection or task.
    INTERNAL_ERRORS,

    /// A gauge: messages that wait in queues now. Increased when a message begins to wait, decreased when it leaves.
    MESSAGES_WAITING
}
