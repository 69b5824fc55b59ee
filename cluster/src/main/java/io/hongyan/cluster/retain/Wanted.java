package io.hongyan.cluster.retain;

import io.hongyan.codec.topic.Topic;
import io.hongyan.codec.topic.TopicFilter;
import java.util.BitSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// What somebody asks of this node.
///
/// @param after the topic behind which to begin; null = from the first
/// @param vshards of which it is asked
/// @param most bytes of messages, 1 or more; the last one may go beyond
/// @param sink gets one page, on the shard, later than the call
record Wanted(
        String instance, TopicFilter filter, @Nullable Topic after, BitSet vshards, int most, Consumer<Page> sink) {}
