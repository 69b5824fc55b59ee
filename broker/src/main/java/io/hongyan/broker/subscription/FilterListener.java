package io.hongyan.broker.subscription;

import io.hongyan.codec.topic.TopicFilter;

/// Hears by which filters a trie has any subscriber. Called under the lock of the trie's writers, in the order of the
/// changes, after readers can see them: must be short, and must not call the trie.
public interface FilterListener {
    /// Nobody listens.
    FilterListener NONE = new FilterListener() {
        @Override
        public void added(TopicFilter filter) {}

        @Override
        public void removed(TopicFilter filter) {}
    };

    /// A filter has its first subscriber; one with a share name, the first member of that group.
    void added(TopicFilter filter);

    /// A filter has lost its last subscriber; one with a share name, the last member of that group.
    void removed(TopicFilter filter);
}
