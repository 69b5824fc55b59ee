package io.hongyan.broker.route;

import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A place in the trie: where all filters meet that begin with the labels from the root to here. Immutable.
///
/// A label is one or more whole levels (`a/+/b`), so that a filter that shares nothing with others is a single leaf,
/// however many levels it has. A label of `#` is always a leaf.
sealed interface Node {
    byte[] label();

    /// Those whose filter ends here.
    @Nullable
    Audience audience();

    /// With other subscribers.
    Node withAudience(@Nullable Audience audience);

    /// With another label.
    Node withLabel(byte[] label);

    /// No filter goes on from here.
    record Leaf(byte[] label, @Nullable Audience audience) implements Node {
        @Override
        public Leaf withAudience(@Nullable Audience other) {
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
            @Nullable Audience audience,
            @Nullable Node plus,
            @Nullable Leaf hash,
            @Nullable Object exact) implements Node {
        static final Fork ROOT = new Fork(new byte[0], null, null, null, null);

        private static final HashTree.Keys<Node> KEYS = new HashTree.Keys<>() {
            @Override
            public int hash(Node node) {
                byte[] label = node.label();
                return Levels.hash(label, 0, Levels.end(label, 0));
            }

            @Override
            public int compare(Node node, Node other) {
                byte[] label = node.label();
                return Fork.compare(other, label, 0, Levels.end(label, 0));
            }
        };

        @Override
        public Fork withAudience(@Nullable Audience other) {
            return new Fork(label, other, plus, hash, exact);
        }

        @Override
        public Fork withLabel(byte[] other) {
            return new Fork(other, audience, plus, hash, exact);
        }

        /// The child for the level of a filter that begins at a position.
        @Nullable
        Node child(byte[] filter, int from) {
            if (Levels.isPlus(filter, from)) {
                return plus;
            }
            return Levels.isHash(filter, from) ? hash : exact(filter, from, Levels.end(filter, from));
        }

        /// The child whose label begins with a level that is no wildcard.
        @Nullable
        Node exact(byte[] utf8, int from, int to) {
            Object found = HashTree.seek(exact, Levels.hash(utf8, from, to));
            if (found instanceof HashTree.Bucket(Object[] elements)) {
                return search(elements, utf8, from, to);
            }
            return found != null && compare((Node) found, utf8, from, to) == 0 ? (Node) found : null;
        }

        private static @Nullable Node search(Object[] elements, byte[] utf8, int from, int to) {
            int low = 0;
            int high = elements.length;
            while (low < high) {
                int middle = (low + high) >>> 1;
                int order = compare((Node) elements[middle], utf8, from, to);
                if (order == 0) {
                    return (Node) elements[middle];
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
        private static int compare(Node node, byte[] utf8, int from, int to) {
            byte[] label = node.label();
            return Arrays.compare(utf8, from, to, label, 0, Levels.end(label, 0));
        }

        /// With a child, in place of the one whose label begins with the same level.
        Fork withChild(Node child) {
            return withChild(child, child(child.label(), 0));
        }

        Fork withChild(Node child, @Nullable Node existing) {
            byte[] first = child.label();
            if (Levels.isPlus(first, 0)) {
                return new Fork(label, audience, child, hash, exact);
            }
            if (Levels.isHash(first, 0)) {
                return new Fork(label, audience, plus, (Leaf) child, exact);
            }
            return new Fork(label, audience, plus, hash, HashTree.put(exact, KEYS, child, existing));
        }

        Fork withoutChild(Node child) {
            if (Levels.isPlus(child.label(), 0)) {
                return new Fork(label, audience, null, hash, exact);
            }
            if (exact == null || Levels.isHash(child.label(), 0)) {
                return new Fork(label, audience, plus, null, exact);
            }
            return new Fork(label, audience, plus, hash, HashTree.remove(exact, KEYS.hash(child), child));
        }

        /// The leanest node for the same: itself, or the only child under a longer label, or a leaf, or nothing.
        @Nullable
        Node pruned() {
            int ways = (plus == null ? 0 : 1) + (hash == null ? 0 : 1) + (exact == null ? 0 : 1);
            if (ways == 0) {
                return audience == null ? null : new Leaf(label, audience);
            }
            if (audience != null || ways > 1) {
                return this;
            }
            Node only = plus != null ? plus : hash != null ? hash : (Node) HashTree.only(exact);
            return only == null ? this : only.withLabel(Levels.join(label, only.label()));
        }

        void forEachExact(Consumer<Node> action) {
            HashTree.forEach(exact, action);
        }
    }
}
