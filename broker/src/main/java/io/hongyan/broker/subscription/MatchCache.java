package io.hongyan.broker.subscription;

import io.hongyan.codec.topic.Topic;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// The results of one shard's latest topics. A result is taken while the topic's generation stands still. Bounded in
/// entries and in targets that they hold: a topic has few places where it may stand, and a new one drives out an old
/// one when all are taken; when there are too many targets, entries go one after the other, oldest place first.
///
/// Confined to the shard.
public final class MatchCache {
    private static final int PLACES = 8;
    private static final int FIRST_SIZE = 64;

    private final SubscriptionTrie trie;
    private final TrieGenerations generations;
    private final int maxEntries;
    private final int maxTargets;
    private int[] hashes;
    private @Nullable Entry[] entries;
    private int count;
    private int targets;
    private int victim;
    private int hand;

    /// @param entries results kept at most, 1 to 2^28, rounded up to a power of two
    /// @param maxTargets targets kept at most in all results, at least 0; a larger result is not kept
    public MatchCache(SubscriptionTrie trie, int entries, int maxTargets) {
        if (entries < 1 || entries > 1 << 28 || maxTargets < 0) {
            throw new IllegalArgumentException("a cache of " + entries + " entries and " + maxTargets + " targets");
        }
        this.trie = trie;
        this.generations = trie.generations();
        this.maxEntries = Math.max(PLACES, Integer.highestOneBit(Math.max(1, entries - 1)) << 1);
        this.maxTargets = maxTargets;
        this.hashes = new int[Math.min(FIRST_SIZE, maxEntries)];
        this.entries = new Entry[hashes.length];
    }

    private static final class Entry {
        final Topic topic;
        final int place;
        long generation;
        MatchResult matches;

        Entry(Topic topic, int place, long generation, MatchResult matches) {
            this.topic = topic;
            this.place = place;
            this.generation = generation;
            this.matches = matches;
        }
    }

    /// The same as the trie's [SubscriptionTrie#match].
    public MatchResult match(Topic topic) {
        int hash = topic.hashCode();
        int mask = hashes.length - 1;
        for (int i = 0; i < PLACES; i++) {
            int at = hash + i & mask;
            if (hashes[at] == hash) {
                Entry entry = entries[at];
                if (entry != null && entry.topic.equals(topic)) {
                    return generations.at(entry.place) == entry.generation ? entry.matches : renew(entry, at);
                }
            }
        }
        return miss(topic);
    }

    private MatchResult renew(Entry entry, int at) {
        // The generation first: a change in between makes the entry stale, never wrong.
        long generation = generations.at(entry.place);
        MatchResult matches = trie.match(entry.topic);
        if (matches.size() > maxTargets) {
            clear(at);
            return matches;
        }
        targets += matches.size() - entry.matches.size();
        entry.generation = generation;
        entry.matches = matches;
        shrink(entry);
        return matches;
    }

    private MatchResult miss(Topic topic) {
        int place = TrieGenerations.place(topic.utf8());
        long generation = generations.at(place);
        MatchResult matches = trie.match(topic);
        if (matches.size() <= maxTargets) {
            if (count * 2 >= hashes.length && hashes.length < maxEntries) {
                grow();
            }
            Entry entry = new Entry(topic, place, generation, matches);
            insert(entry);
            shrink(entry);
        }
        return matches;
    }

    private void insert(Entry entry) {
        int hash = entry.topic.hashCode();
        int mask = hashes.length - 1;
        int at = -1;
        for (int i = 0; i < PLACES && at < 0; i++) {
            at = entries[hash + i & mask] == null ? hash + i & mask : -1;
        }
        if (at < 0) {
            at = hash + (victim++ & PLACES - 1) & mask;
            clear(at);
        }
        hashes[at] = hash;
        entries[at] = entry;
        count++;
        targets += entry.matches.size();
    }

    private void clear(int at) {
        Entry entry = entries[at];
        if (entry != null) {
            entries[at] = null;
            count--;
            targets -= entry.matches.size();
        }
    }

    private void shrink(Entry newest) {
        while (targets > maxTargets) {
            hand = hand + 1 & hashes.length - 1;
            if (entries[hand] != newest) {
                clear(hand);
            }
        }
    }

    private void grow() {
        @Nullable Entry[] old = entries;
        entries = new Entry[old.length * 2];
        hashes = new int[entries.length];
        count = 0;
        targets = 0;
        for (Entry entry : old) {
            if (entry != null) {
                insert(entry);
            }
        }
    }

    /// The number of results kept.
    public int size() {
        return count;
    }

    /// The number of targets in the results kept.
    public int targets() {
        return targets;
    }

    /// Forgets all.
    public void clear() {
        Arrays.fill(entries, null);
        count = 0;
        targets = 0;
    }
}
