package io.hongyan.broker.subscription;

import io.hongyan.codec.topic.Topic;
import io.hongyan.codec.topic.TopicFilter;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/// The subscriptions of all shards of one instance.
///
/// The trie is a persistent tree: a change makes new nodes from the changed place up to the root and publishes them
/// with one volatile write. A reader takes the root once and walks a tree that never changes again, without a lock and
/// without ever meeting half a change. Writers take turns on a lock, which is held for a microsecond or so and never
/// around foreign code. [TrieNode] says how nodes are kept lean, [HashTree] why a node with a million children can be
/// changed cheaply, [SubscriberSet] and [LargeSubscriberSet] the same of a filter with a million subscribers.
///
/// Nothing here recurses over levels: a filter of 65,535 levels is as safe as one of three.
public final class SubscriptionTrie {
    private final int shards;
    private final FilterListener listener;
    private final TrieGenerations generations = new TrieGenerations();
    private final Object writing = new Object();
    private volatile TrieNode.Fork root = TrieNode.Fork.ROOT;
    private volatile int size;
    private volatile int sharedSize;

    /// A trie of which nobody hears.
    ///
    /// @param shards the number of shards; every receiver's shard is below it
    public SubscriptionTrie(int shards) {
        this(shards, FilterListener.NONE);
    }

    /// @param shards the number of shards; every receiver's shard is below it
    public SubscriptionTrie(int shards, FilterListener listener) {
        if (shards < 1) {
            throw new IllegalArgumentException("shards is at least 1, not " + shards);
        }
        this.shards = shards;
        this.listener = listener;
    }

    /// Adds a subscription, or replaces the one that the receiver has by the same filter and share name: a match at any
    /// time finds the old one or the new [MQTT-3.8.4-3].
    ///
    /// @return the replaced one, null when the subscription is new
    public @Nullable Route subscribe(TopicFilter filter, Route route) {
        synchronized (writing) {
            TriePath place = TriePath.seek(root, filter.utf8());
            SubscriberSet audience = place.audience();
            String share = filter.shareName();
            Route replaced;
            if (share == null) {
                replaced = SubscriberSet.find(audience, route.receiver());
                root = place.with(SubscriberSet.with(audience, route, shards));
                generations.changed(filter.utf8());
                if (SubscriberSet.plain(audience) == null) {
                    listener.added(filter);
                }
            } else {
                replaced = join(place, filter, share, route);
            }
            if (replaced == null) {
                count(share != null, 1);
            }
            return replaced;
        }
    }

    private @Nullable Route join(TriePath place, TopicFilter filter, String share, Route route) {
        SharedGroup group = SubscriberSet.group(place.audience(), share);
        if (group != null) {
            return group.join(route);
        }
        SharedGroup created = new SharedGroup(filter.text(), share);
        created.join(route);
        root = place.with(SubscriberSet.withGroup(place.audience(), created));
        generations.changed(place.filter());
        listener.added(filter);
        return null;
    }

    /// Removes the subscription of a receiver.
    ///
    /// @return the removed one, null when there was none
    public @Nullable Route unsubscribe(TopicFilter filter, Receiver receiver) {
        synchronized (writing) {
            TriePath place = TriePath.seek(root, filter.utf8());
            SubscriberSet audience = place.audience();
            if (audience == null) {
                return null;
            }
            String share = filter.shareName();
            Route removed;
            if (share == null) {
                removed = SubscriberSet.find(audience, receiver);
                if (removed != null) {
                    SubscriberSet rest = SubscriberSet.without(audience, receiver);
                    root = place.with(rest);
                    generations.changed(filter.utf8());
                    if (SubscriberSet.plain(rest) == null) {
                        listener.removed(filter);
                    }
                }
            } else {
                removed = leave(place, filter, audience, share, receiver);
            }
            if (removed != null) {
                count(share != null, -1);
            }
            return removed;
        }
    }

    private @Nullable Route leave(
            TriePath place, TopicFilter filter, SubscriberSet audience, String share, Receiver receiver) {
        SharedGroup group = SubscriberSet.group(audience, share);
        if (group == null) {
            return null;
        }
        Route removed = group.leave(receiver);
        if (group.size() == 0) {
            root = place.with(SubscriberSet.withoutGroup(audience, group));
            generations.changed(place.filter());
            listener.removed(filter);
        }
        return removed;
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // only under the lock
    private void count(boolean shared, int change) {
        size += change;
        if (shared) {
            sharedSize += change;
        }
    }

    /// The group of a shared subscription, null when it has no member. Any thread.
    ///
    /// @param filter with `$share/...` in front
    public @Nullable SharedGroup group(TopicFilter filter) {
        String share = filter.shareName();
        return share == null
                ? null
                : SubscriberSet.group(TriePath.seek(root, filter.utf8()).audience(), share);
    }

    /// Everybody who is subscribed by a filter that matches the topic. Any thread.
    public MatchResult match(Topic topic) {
        return TrieMatcher.match(root, topic, shards);
    }

    /// A number that changes, after the change itself, whenever the result for the topic may have changed. Any thread.
    /// A result is current if it was asked for after a generation was read that is still the same.
    public long generation(Topic topic) {
        return generations.at(TrieGenerations.place(topic.utf8()));
    }

    TrieGenerations generations() {
        return generations;
    }

    /// The number of all subscriptions.
    public int size() {
        return size;
    }

    /// The number of shared subscriptions, which are members of groups.
    public int sharedSize() {
        return sharedSize;
    }

    /// The number of subscriptions, shared ones too, by filters that begin with a level. Any thread; looks at each of
    /// those filters.
    ///
    /// @param level no wildcard
    public long sizeBelow(byte[] level) {
        long found = 0;
        Deque<TrieNode> open = new ArrayDeque<>();
        addTo(open, root.exact(level, 0, level.length));
        while (!open.isEmpty()) {
            TrieNode node = open.pop();
            SubscriberSet audience = node.audience();
            found += SubscriberSet.size(audience);
            for (SharedGroup group : SubscriberSet.groups(audience)) {
                found += group.size();
            }
            if (node instanceof TrieNode.Fork fork) {
                addTo(open, fork.plus());
                addTo(open, fork.hash());
                fork.forEachExact(open::push);
            }
        }
        return found;
    }

    private static void addTo(Deque<TrieNode> open, @Nullable TrieNode node) {
        if (node != null) {
            open.push(node);
        }
    }

    TrieNode.Fork root() {
        return root;
    }
}
