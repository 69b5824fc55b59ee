package io.hongyan.cluster.retain;

import io.hongyan.broker.message.Message;
import io.hongyan.codec.topic.Topic;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A part of what one node answers.
///
/// @param last whether there is no more
/// @param covered the virtual shards, of those asked for, that were there all the time
/// @param next the topic behind which the next part begins; null when there is no more, or nothing was found yet
record Page(
        List<Message> messages,
        boolean last,
        BitSet covered,
        @Nullable Topic next) {}
