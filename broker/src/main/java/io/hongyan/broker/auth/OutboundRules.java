package io.hongyan.broker.auth;

import io.hongyan.codec.topic.Topic;
import org.jspecify.annotations.Nullable;

/// Which messages leave for another system, too. Called on the shard of the publisher for every PUBLISH, will, and
/// message of the server.
public interface OutboundRules {
    OutboundRules NONE = (topic, fromClient) -> null;

    /// The rule that sends on what is published to that topic, or null.
    ///
    /// @param fromClient whether a client has published it, in contrast to the server, its APIs and other systems
    @Nullable
    OutboundRule find(Topic topic, boolean fromClient);
}
