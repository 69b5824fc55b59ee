package io.hongyan.broker.subscription;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Where a filter ends, or would end, in one state of the trie, and the way there from the root.
///
/// Used by one writer for one change.
final class TriePath {
    private final byte[] filter;
    private final List<TrieNode.Fork> forks; // from the root to the fork that the filter goes on from, or ends below
    private final int from; // where the rest of the filter begins for the last of the forks
    private final @Nullable TrieNode child; // its child that begins with the next level, if any
    private final int common; // how much of the child's label the rest of the filter has in common

    private TriePath(byte[] filter, List<TrieNode.Fork> forks, int from, @Nullable TrieNode child, int common) {
        this.filter = filter;
        this.forks = forks;
        this.from = from;
        this.child = child;
        this.common = common;
    }

    static TriePath seek(TrieNode.Fork root, byte[] filter) {
        List<TrieNode.Fork> forks = new ArrayList<>(8);
        TrieNode.Fork fork = root;
        int at = 0;
        while (true) {
            forks.add(fork);
            TrieNode child = fork.child(filter, at);
            int common = child == null ? 0 : TopicLevels.common(child.label(), filter, at);
            if (!(child instanceof TrieNode.Fork next)
                    || common < child.label().length
                    || at + common == filter.length) {
                return new TriePath(filter, forks, at, child, common);
            }
            fork = next;
            at += common + 1;
        }
    }

    byte[] filter() {
        return filter;
    }

    /// Whether a node ends exactly where the filter ends.
    private boolean exists() {
        return child != null && common == child.label().length && from + common == filter.length;
    }

    /// Those who are subscribed by exactly this filter.
    @Nullable
    SubscriberSet audience() {
        return child != null && exists() ? child.audience() : null;
    }

    /// The root of a trie in which this filter has that audience.
    TrieNode.Fork with(@Nullable SubscriberSet audience) {
        TrieNode changed = audience == null ? removed() : placed(audience);
        TrieNode old = child;
        for (int i = forks.size() - 1; ; i--) {
            TrieNode.Fork fork = forks.get(i);
            TrieNode.Fork next = fork;
            if (changed != null) {
                next = fork.withChild(changed, old);
            } else if (old != null) {
                next = fork.withoutChild(old);
            }
            if (i == 0) {
                return next;
            }
            old = fork;
            changed = changed == null ? next.pruned() : next;
        }
    }

    private @Nullable TrieNode removed() {
        if (child == null || !exists()) {
            return child;
        }
        return child instanceof TrieNode.Fork fork ? fork.withAudience(null).pruned() : null;
    }

    private TrieNode placed(SubscriberSet audience) {
        if (child == null) {
            return new TrieNode.Leaf(TopicLevels.rest(filter, from), audience);
        }
        if (exists()) {
            return child.withAudience(audience);
        }
        boolean whole = common == child.label().length;
        TrieNode.Fork fork;
        if (whole) {
            fork = ((TrieNode.Leaf) child).fork();
        } else {
            // The two part inside the label: the common levels become a fork above the rest of the label.
            byte[] upper = Arrays.copyOf(child.label(), common);
            TrieNode lower = child.withLabel(TopicLevels.rest(child.label(), common + 1));
            fork = new TrieNode.Fork(upper, null, null, null, null).withChild(lower, null);
        }
        int rest = from + common + 1;
        return rest > filter.length
                ? fork.withAudience(audience)
                : fork.withChild(new TrieNode.Leaf(TopicLevels.rest(filter, rest), audience), null);
    }
}
