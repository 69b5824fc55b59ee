package io.hongyan.broker;

/// What one instance holds.
///
/// @param sessions with or without connection
/// @param subscriptions shared ones included
/// @param queuedBytes bytes that wait in queues in memory
/// @param connections sessions that are connected
/// @param messagesReceived messages of clients that were accepted, since the start
/// @param messagesSent messages that were sent to clients, since the start
/// @param bytesReceived of the payloads of those received
/// @param bytesSent of the payloads of those sent
/// @param weightedMessages those received and sent, each as many times as the cloud service counts it (1, 2 or 5)
public record InstanceStats(
        String instance,
        long sessions,
        long subscriptions,
        long retainedMessages,
        long retainedBytes,
        long queuedBytes,
        long connections,
        long messagesReceived,
        long messagesSent,
        long bytesReceived,
        long bytesSent,
        long weightedMessages) {}
