package io.hongyan.broker.retained;

import io.hongyan.broker.subscription.TopicLevels;
import java.util.Arrays;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/// An order of topics in which each topic is followed at once by all topics below it: byte by byte, unsigned, except
/// that the slash sorts below every other byte. (In plain byte order `a!b` would stand between `a` and `a/b`.)
///
/// A filter is then a few ranges of the order. `a/b/#` is one range. For `+` one looks at the next topic that is there
/// and computes from it the least topic that can match and is not smaller, and seeks that, so that topics in between
/// are never looked at. A store with ordered keys can do the same.
final class TopicOrder {
    /// By topic bytes.
    static final Comparator<byte[]> COMPARATOR = TopicOrder::compare;

    private static final byte AFTER_SLASH =
            1; // U+0000 is not allowed in a topic, so this is the next byte of the order

    private TopicOrder() {}

    private static int compare(byte[] one, byte[] other) {
        int at = Arrays.mismatch(one, other);
        if (at < 0) {
            return 0;
        }
        if (at >= one.length || at >= other.length) {
            return one.length - other.length;
        }
        return rank(one[at]) - rank(other[at]);
    }

    private static int rank(byte octet) {
        return octet == '/' ? 0 : octet & 0xff;
    }

    /// Where to begin: no smaller topic matches.
    static byte[] start(byte[] filter) {
        return literal(new byte[0], 0, filter, 0);
    }

    /// Where to go on from a topic that is there.
    ///
    /// @return the topic itself when it matches; else the least key, greater than the topic, before which no topic
    ///     matches; null when no greater topic matches
    static byte @Nullable [] next(byte[] filter, byte[] topic) {
        int plus = -1; // the end, in the topic, of the last level that a + stands for
        int at = 0;
        int i = 0;
        while (true) {
            if (TopicLevels.isHash(filter, i)) {
                return topic;
            }
            if (TopicLevels.isPlus(filter, i)) {
                at = TopicLevels.end(topic, at);
                plus = at;
                i++;
            } else {
                int end = TopicLevels.end(filter, i);
                int topicEnd = TopicLevels.end(topic, at);
                int order = Arrays.compareUnsigned(topic, at, topicEnd, filter, i, end);
                if (order != 0) {
                    return order < 0 ? literal(topic, at, filter, i) : after(topic, plus);
                }
                i = end;
                at = topicEnd;
            }
            boolean filterEnds = i == filter.length;
            if (at == topic.length) {
                boolean parent = !filterEnds && TopicLevels.isHash(filter, i + 1);
                return filterEnds || parent ? topic : literal(topic, at, filter, i);
            }
            if (filterEnds) {
                return after(topic, plus);
            }
            at++;
            i++;
        }
    }

    /// The least key greater than a topic.
    static byte[] behind(byte[] topic) {
        byte[] key = Arrays.copyOf(topic, topic.length + 1);
        key[topic.length] = '/';
        return key;
    }

    /// The least key greater than a topic that matched, and than all topics below it if they cannot match.
    static byte @Nullable [] nextAfterMatch(byte[] filter, byte[] topic) {
        if (filter[filter.length - 1] == '#') {
            return behind(topic);
        }
        int plus = -1;
        int at = 0;
        for (int i = 0; i <= filter.length; i = TopicLevels.end(filter, i) + 1) {
            at = TopicLevels.end(topic, at);
            plus = TopicLevels.isPlus(filter, i) ? at : plus;
            at++;
        }
        return after(topic, plus);
    }

    /// The least key behind all that begins with the topic's levels before `end`.
    private static byte @Nullable [] after(byte[] topic, int end) {
        if (end < 0) {
            return null;
        }
        byte[] key = Arrays.copyOf(topic, end + 1);
        key[end] = AFTER_SLASH;
        return key;
    }

    /// The topic before `at` and behind it the filter from `i` to its next wildcard.
    private static byte[] literal(byte[] topic, int at, byte[] filter, int i) {
        int end = i;
        while (end < filter.length && !TopicLevels.isPlus(filter, end) && !TopicLevels.isHash(filter, end)) {
            end++;
        }
        boolean parent = end > i && TopicLevels.isHash(filter, end);
        byte[] key = Arrays.copyOf(topic, at + end - i - (parent ? 1 : 0));
        System.arraycopy(filter, i, key, at, key.length - at);
        return key;
    }
}
