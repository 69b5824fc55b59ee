package io.hongyan.broker.session.state;

import io.hongyan.codec.topic.Topic;
import java.util.HashMap;
import java.util.Map;

/// The topic aliases that the server sets on one connection. A topic gets one when it comes a second time, until all
/// are given; then no more change hands, because a table that turns over costs more than it saves.
///
/// Confined to the session's shard.
public final class OutboundAliases {
    /// The answer for a topic without alias.
    public static final int NONE = 0;

    private static final int SEEN_ONCE = 0;
    private static final int CANDIDATES_PER_ALIAS = 4;

    private final int maximum;
    private final Map<Topic, Integer> topics = new HashMap<>();
    private int given;

    /// @param maximum 1 to 65535
    public OutboundAliases(int maximum) {
        this.maximum = maximum;
    }

    /// The alias to use, [#NONE], or the negative of a new one, which has to go out together with the topic.
    public int use(Topic topic) {
        Integer known = topics.get(topic);
        if (known != null && known != SEEN_ONCE) {
            return known;
        }
        if (given == maximum) {
            return NONE;
        }
        if (known == null) {
            if (topics.size() >= maximum * CANDIDATES_PER_ALIAS) {
                topics.values().removeIf(alias -> alias == SEEN_ONCE);
            }
            topics.put(topic, SEEN_ONCE);
            return NONE;
        }
        given++;
        topics.put(topic, given);
        return -given;
    }
}
