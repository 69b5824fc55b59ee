package io.hongyan.cloud.identity;

import io.hongyan.broker.auth.Decision;
import io.hongyan.codec.topic.Topic;
import org.jspecify.annotations.Nullable;

/// Caches whether one client may publish to a topic, so that a repeated topic is not checked again. Most clients
/// publish to one topic, which has its own field. Further topics share a small table, in which a topic replaces another
/// one of the same slot.
///
/// Confined to the client's shard.
public final class DecisionCache {
    private static final int SLOTS = 16;
    private static final int LONGEST_TOPIC = 256;

    private @Nullable Object snapshot;
    private @Nullable Topic firstTopic;
    private @Nullable Decision firstDecision;
    private @Nullable Topic @Nullable [] topics;
    private @Nullable Decision @Nullable [] decisions;

    /// The cached decision, or null.
    ///
    /// @param now the policy snapshot in force: decisions of another one are not valid
    @SuppressWarnings("ReferenceEquality") // this very snapshot
    public @Nullable Decision get(Object now, Topic topic) {
        if (snapshot != now) {
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

    /// Stores a decision. Topics of more than 256 bytes are not stored.
    @SuppressWarnings("ReferenceEquality") // this very snapshot
    public void put(Object now, Topic topic, Decision decision) {
        if (topic.length() > LONGEST_TOPIC) {
            return;
        }
        if (snapshot != now) {
            clear();
            snapshot = now;
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

    /// Drops all decisions, because rights have changed.
    public void clear() {
        snapshot = null;
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
