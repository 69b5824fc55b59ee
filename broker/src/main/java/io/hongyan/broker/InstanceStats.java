package io.hongyan.broker;

/// What one instance holds.
///
/// @param connections of clients that are in
/// @param sessions with or without connection
/// @param subscriptions shared ones included
/// @param queuedBytes bytes that wait in queues in memory
public record InstanceStats(
        String instance,
        long connections,
        long sessions,
        long subscriptions,
        long retainedMessages,
        long retainedBytes,
        long queuedBytes) {}
