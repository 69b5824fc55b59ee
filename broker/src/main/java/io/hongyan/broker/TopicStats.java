package io.hongyan.broker;

/// What one first level of topics of an instance has, while it is watched.
///
/// @param parent the first level
/// @param messagesReceived messages that clients published to it or below, since it is watched
/// @param messagesSent messages of such topics that were sent to clients, since it is watched
/// @param subscriptions by filters that begin with it, shared ones too
public record TopicStats(
        String instance, String parent, long messagesReceived, long messagesSent, long subscriptions) {}
