package io.hongyan.broker.subscription;

import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A place in the trie: where all filters meet that begin with the labels from the root to here. Immutable.
///
/// A label is one or more whole levels (`a/+/b`), so that a filter that shares nothing with others is a single leaf,
/// however many levels it has. A label of `#` is always a leaf.
sealed interface TrieNode {
    byte[] label();

    /// Those whose filter ends here.
    @Nullable
    SubscriberSet audience();

    /// With other subscribers.
    TrieNode withAudience(@Nullable SubscriberSet audience);

    /// With another label.
    TrieNode withLabel(byte[] label);

    /// No filter goes on from here.
    record Leaf(byte[] label, @Nullable SubscriberSet audience) implements TrieNode {
        @Override
        public Leaf withAudience(@Nullable SubscriberSet other) {
            return new Leaf(label, other);
        }

        @Override
        public Leaf withLabel(byte[] other) {
            return new Leaf(other, audience);
        }

        /// The same as a fork without ways.
        Fork fork() {
            return new Fork(label, audience, null, null, null);
        }
    }

    /// Filters go on from here, by the first level of the child's label.
    ///
    /// @param plus the child whose label begins with `+`
    /// @param hash the child whose label is `#`
    /// @param exact a [HashTree] of the other children
    record Fork(
            byte[] label,
            @Nullable SubscriberSet audience,
            @Nullable TrieNode plus,
            @Nullable Leaf hash,
            @Nullable Object exact)
            implements TrieNode {
        static final Fork ROOT = new Fork(new byte[0], null, null, null, null);

        private static final HashTree.Keys<TrieNode> KEYS = new HashTree.Keys<>() {
            @Override
            public int hash(TrieNode node) {
                byte[] label = node.label();
                return TopicLevels.hash(label, 0, TopicLevels.end(label, 0));
            }

            @Override
            public int compare(TrieNode node, TrieNode other) {
                byte[] label = node.label();
                return Fork.compare(other, label, 0, TopicLevels.end(label, 0));
            }
        };

        @Override
        public Fork withAudience(@Nullable SubscriberSet other) {
            return new Fork(label, other, plus, hash, exact);
        }

        @Override
        public Fork withLabel(byte[] other) {
            return new Fork(other, audience, plus, hash, exact);
        }

        /// The child for the level of a filter that begins at a position.
        @Nullable
        TrieNode child(byte[] filter, int from) {
            if (TopicLevels.isPlus(filter, from)) {
                return plus;
            }
            return TopicLevels.isHash(filter, from) ? hash : exact(filter, from, TopicLevels.end(filter, from));
        }

        /// The child whose label begins with a level that is no wildcard.
        @Nullable
        TrieNode exact(byte[] utf8, int from, int to) {
            Object found = HashTree.seek(exact, TopicLevels.hash(utf8, from, to));
            if (found instanceof HashTree.Bucket(Object[] elements)) {
                return search(elements, utf8, from, to);
            }
            return found != null && compare((TrieNode) found, utf8, from, to) == 0 ? (TrieNode) found : null;
        }

        private static @Nullable TrieNode search(Object[] elements, byte[] utf8, int from, int to) {
            int low = 0;
            int high = elements.length;
            while (low < high) {
                int middle = (low + high) >>> 1;
                int order = compare((TrieNode) elements[middle], utf8, from, to);
                if (order == 0) {
                    return (TrieNode) elements[middle];
                }
                if (order < 0) {
                    high = middle;
                } else {
                    low = middle + 1;
                }
            }
            return null;
        }

        /// How a level compares with the first level of a node's label.
        private static int compare(TrieNode node, byte[] utf8, int from, int to) {
            byte[] label = node.label();
            return Arrays.compare(utf8, from, to, label, 0, TopicLevels.end(label, 0));
        }

        /// With a child, in place of the one whose label begins with the same level.
        Fork withChild(TrieNode child) {
            return withChild(child, child(child.label(), 0));
        }

        Fork withChild(TrieNode child, @Nullable TrieNode existing) {
            byte[] first = child.label();
            if (TopicLevels.isPlus(first, 0)) {
                return new Fork(label, audience, child, hash, exact);
            }
            if (TopicLevels.isHash(first, 0)) {
                return new Fork(label, audience, plus, (Leaf) child, exact);
            }
            return new Fork(label, audience, plus, hash, HashTree.put(exact, KEYS, child, existing));
        }

        Fork withoutChild(TrieNode child) {
            if (TopicLevels.isPlus(child.label(), 0)) {
                return new Fork(label, audience, null, hash, exact);
            }
            if (exact == null || TopicLevels.isHash(child.label(), 0)) {
                return new Fork(label, audience, plus, null, exact);
            }
            return new Fork(label, audience, plus, hash, HashTree.remove(exact, KEYS.hash(child), child));
        }

        /// The leanest node for the same: itself, or the only child under a longer label, or a leaf, or nothing.
        @Nullable
        TrieNode pruned() {
            int ways = (plus == null ? 0 : 1) + (hash == null ? 0 : 1) + (exact == null ? 0 : 1);
            if (ways == 0) {
                return audience == null ? null : new Leaf(label, audience);
            }
            if (audience != null || ways > 1) {
                return this;
            }
            TrieNode only = plus != null ? plus : hash != null ? hash : (TrieNode) HashTree.only(exact);
            return only == null ? this : only.withLabel(TopicLevels.join(label, only.label()));
        }

        void forEachExact(Consumer<TrieNode> action) {
            HashTree.forEach(exact, action);
        }
    }
}
