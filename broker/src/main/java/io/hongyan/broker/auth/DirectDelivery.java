package io.hongyan.broker.auth;

import io.hongyan.codec.topic.Topic;
import org.jspecify.annotations.Nullable;

/// Knows the topics that name their one receiver.
public interface DirectDelivery {
    DirectDelivery NONE = topic -> null;

    /// The client id that a message to this topic is for, or null when it goes to subscribers. Asked for every topic
    /// that a shard sees for the first time, and remembered with it.
    @Nullable
    String target(Topic topic);
}
