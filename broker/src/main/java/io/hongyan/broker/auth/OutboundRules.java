package io.hongyan.broker.auth;

import io.hongyan.codec.topic.Topic;
import java.util.List;

/// Which messages leave for other systems, too. Called on the shard of the publisher for every PUBLISH, will, and
/// message of the server: it allocates nothing.
public interface OutboundRules {
    OutboundRules NONE = (topic, fromClient) -> List.of();

    /// The rules that send on what is published to that topic; mostly none.
    ///
    /// @param fromClient whether a client has published it, in contrast to the server, its APIs and other systems
    /// @return immutable
    List<OutboundRule> find(Topic topic, boolean fromClient);
}
