package io.hongyan.cloud.identity;

import io.hongyan.broker.auth.Decision;
import io.hongyan.codec.topic.Topic;
import org.jspecify.annotations.Nullable;

/// What was decided about the topics that one client publishes to, so that a topic that comes again costs nothing. Most
/// clients publish to one topic: that one has its place here; a second one brings a small table, in which topics that
/// meet push each other out.
///
/// Confined to the client's shard.
public final class Decisions {
    private static final int SLOTS = 16;
    private static final int LONGEST_TOPIC = 256;

    private @Nullable Object state;
    private @Nullable Topic firstTopic;
    private @Nullable Decision firstDecision;
    private @Nullable Topic @Nullable [] topics;
    private @Nullable Decision @Nullable [] decisions;

    /// What was decided, or null when it has to be decided now.
    ///
    /// @param now the state of the world: what was decided in another one does not count
    @SuppressWarnings("ReferenceEquality") // one very state
    public @Nullable Decision find(Object now, Topic topic) {
        if (state != now) {
            return null;
        }
        if (topic.equals(firstTopic)) {
            return firstDecision;
        }
        if (topics == null || decisions == null) {
            return null;
        }
        int slot = slot(topic);
        return topic.equals(topics[slot]) ? decisions[slot] : null;
    }

    /// Remembers what was decided in that state. Long topics are not kept.
    @SuppressWarnings("ReferenceEquality") // one very state
    public void remember(Object now, Topic topic, Decision decision) {
        if (topic.length() > LONGEST_TOPIC) {
            return;
        }
        if (state != now) {
            forget();
            state = now;
        }
        if (firstTopic == null) {
            firstTopic = topic;
            firstDecision = decision;
            return;
        }
        if (topics == null || decisions == null) {
            topics = new Topic[SLOTS];
            decisions = new Decision[SLOTS];
        }
        int slot = slot(topic);
        topics[slot] = topic;
        decisions[slot] = decision;
    }

    /// Rights have changed.
    public void forget() {
        state = null;
        firstTopic = null;
        firstDecision = null;
        topics = null;
        decisions = null;
    }

    private static int slot(Topic topic) {
        int hash = topic.hashCode();
        return (hash ^ (hash >>> 16)) & (SLOTS - 1);
    }
}
