package io.hongyan.broker.auth;

import io.hongyan.codec.topic.Topic;
import org.jspecify.annotations.Nullable;

/// Resolves topics that name one receiver, as P2P topics do.
public interface DirectDelivery {
    DirectDelivery NONE = topic -> null;

    /// The client id of the receiver, or null when the topic is matched against subscriptions. Called once for each
    /// topic that a shard has not cached; the result is cached with the topic.
    @Nullable
    String target(Topic topic);
}
