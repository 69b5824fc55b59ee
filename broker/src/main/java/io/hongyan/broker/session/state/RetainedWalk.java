package io.hongyan.broker.session.state;

import io.hongyan.broker.node.RetainedSource;
import io.hongyan.codec.topic.Topic;
import io.hongyan.codec.topic.TopicFilter;
import java.util.LinkedHashSet;
import java.util.SequencedSet;
import org.jspecify.annotations.Nullable;

/// Retained messages on their way to the client because of one SUBSCRIBE entry.
///
/// What comes from other nodes may be older than what the client has got live meanwhile: of the topics of those
/// messages, the latest 1,024, nothing is sent any more.
///
/// Confined to the session's shard.
public final class RetainedWalk {
    private static final int MOST_PASSED = 1024;

    private final TopicFilter filter;
    private @Nullable RetainedSource source;
    private final @Nullable SequencedSet<Topic> passed;

    private RetainedWalk(TopicFilter filter, @Nullable RetainedSource source, @Nullable SequencedSet<Topic> passed) {
        this.filter = filter;
        this.source = source;
        this.passed = passed;
    }

    /// Over what this node has, which is always the present.
    public static RetainedWalk here(TopicFilter filter, RetainedSource source) {
        return new RetainedWalk(filter, source, null);
    }

    /// Over what all nodes have; it has yet to be [started][#start].
    public static RetainedWalk overNodes(TopicFilter filter) {
        return new RetainedWalk(filter, null, new LinkedHashSet<>(2));
    }

    public TopicFilter filter() {
        return filter;
    }

    public void start(RetainedSource from) {
        source = from;
    }

    /// Null before it is started.
    public @Nullable RetainedSource source() {
        return source;
    }

    /// The client was sent a message live that its topic retains.
    void passed(Topic topic) {
        if (passed != null && passed.add(topic) && passed.size() > MOST_PASSED) {
            passed.removeFirst();
        }
    }

    /// Whether the client has got a later message of that topic.
    public boolean hasPassed(Topic topic) {
        return passed != null && passed.contains(topic);
    }
}
