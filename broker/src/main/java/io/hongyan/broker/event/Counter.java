package io.hongyan.broker.event;

/// What is counted on the way of every packet.
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

    /// Exceptions that nobody expected. Each ended the one thing that was being done.
    INTERNAL_ERRORS,

    /// What waits in queues now: added when a message begins to wait, taken off when it no longer does.
    MESSAGES_WAITING
}
