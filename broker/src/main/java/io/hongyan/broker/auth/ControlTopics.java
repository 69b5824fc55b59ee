package io.hongyan.broker.auth;

import io.hongyan.codec.topic.Topic;
import org.jspecify.annotations.Nullable;

/// The registry of topics that are commands to the server, such as `$SYS/uploadToken`. A publish to any other topic
/// that begins with `$SYS` is refused.
public interface ControlTopics {
    ControlTopics NONE = topic -> null;

    /// The command behind that topic, or null.
    @Nullable
    Command find(Topic topic);

    /// A command of a client to the server. It is acknowledged like any publish, and never delivered to a subscriber.
    interface Command {
        Decision run(Client client, byte[] payload);
    }
}
