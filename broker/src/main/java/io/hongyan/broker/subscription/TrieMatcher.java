package io.hongyan.broker.subscription;

import io.hongyan.codec.topic.Topic;
import org.jspecify.annotations.Nullable;

/// One walk through the trie for one topic. Where two ways are open, one is taken and the other noted on a list:
/// neither the depth of the trie nor the number of levels of a topic can exhaust the stack.
final class TrieMatcher {
    private final byte[] topic;
    private final MatchCollector gathering = new MatchCollector();
    private @Nullable Way open;

    private TrieMatcher(byte[] topic) {
        this.topic = topic;
    }

    /// A way not taken yet.
    private record Way(TrieNode.Fork fork, int at, @Nullable Way next) {}

    static MatchResult match(TrieNode.Fork root, Topic topic, int shards) {
        TrieMatcher matching = new TrieMatcher(topic.utf8());
        TrieNode.Fork fork = root;
        if (topic.startsWithDollar()) {
            // Filters that begin with a wildcard pass by topics that begin with $ [MQTT-4.7.2-1].
            fork = new TrieNode.Fork(root.label(), null, null, null, root.exact());
        }
        matching.walk(fork);
        return matching.gathering.matches(shards);
    }

    private void walk(TrieNode.Fork root) {
        TrieNode.Fork fork = root;
        int at = 0;
        while (true) {
            TrieNode.Fork next = null;
            int nextAt = 0;
            if (fork.hash() != null) {
                gathering.add(fork.hash().audience());
            }
            TrieNode exact = fork.exact() == null ? null : fork.exact(topic, at, TopicLevels.end(topic, at));
            if (exact != null) {
                nextAt = enter(exact, at);
                next = nextAt < 0 ? null : (TrieNode.Fork) exact;
            }
            TrieNode plus = fork.plus();
            if (plus != null) {
                int plusAt = enter(plus, at);
                if (plusAt >= 0) {
                    open = next == null ? open : new Way(next, nextAt, open);
                    next = (TrieNode.Fork) plus;
                    nextAt = plusAt;
                }
            }
            if (next == null) {
                if (open == null) {
                    return;
                }
                next = open.fork;
                nextAt = open.at;
                open = open.next;
            }
            fork = next;
            at = nextAt;
        }
    }

    /// Takes a child's label and, when the topic ends there, its subscribers.
    ///
    /// @return the position to go on from, or -1 when there is nothing below for this topic
    private int enter(TrieNode node, int from) {
        int at = TopicLevels.match(node.label(), topic, from);
        if (at == TopicLevels.MISMATCH) {
            return -1;
        }
        boolean ends = at == TopicLevels.ALL || at > topic.length;
        if (ends) {
            gathering.add(node.audience());
        }
        if (!(node instanceof TrieNode.Fork fork)) {
            return -1;
        }
        if (ends && fork.hash() != null) {
            gathering.add(fork.hash().audience());
        }
        return ends ? -1 : at;
    }
}
