package io.hongyan.broker.session.state;

import io.hongyan.codec.ProtocolException;
import io.hongyan.codec.ReasonCode;
import io.hongyan.codec.topic.Topic;
import org.jspecify.annotations.Nullable;

/// The topic aliases that a client has set on one connection [MQTT-3.3.2-7].
///
/// Confined to the shard of the connection.
public final class InboundAliases {
    private static final int FIRST_SIZE = 8;

    private @Nullable Topic[] topics = new Topic[0];

    /// Binds an alias to a topic.
    ///
    /// @param alias 1 to the server's Topic Alias Maximum
    public void bind(int alias, Topic topic) {
        if (alias >= topics.length) {
            @Nullable Topic[] longer = new Topic[Math.max(alias + 1, Math.max(FIRST_SIZE, topics.length * 2))];
            System.arraycopy(topics, 0, longer, 0, topics.length);
            topics = longer;
        }
        topics[alias] = topic;
    }

    /// The topic behind an alias.
    public Topic resolve(int alias) {
        Topic topic = alias < topics.length ? topics[alias] : null;
        if (topic == null) {
            throw new ProtocolException(
                    ReasonCode.TOPIC_ALIAS_INVALID, "MQTT-3.3.2-7", "topic alias " + alias + " is not bound");
        }
        return topic;
    }
}
