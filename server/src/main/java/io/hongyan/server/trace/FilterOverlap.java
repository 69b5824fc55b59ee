package io.hongyan.server.trace;

import io.hongyan.codec.topic.TopicFilter;

/// Whether there may be a topic that two filters match.
final class FilterOverlap {
    private FilterOverlap() {}

    static boolean of(TopicFilter one, TopicFilter other) {
        String[] left = one.filter().split("/", -1);
        String[] right = other.filter().split("/", -1);
        if (isHidden(one, right[0]) || isHidden(other, left[0])) {
            return false;
        }
        int both = Math.min(left.length, right.length);
        for (int i = 0; i < both; i++) {
            if (left[i].equals("#") || right[i].equals("#")) {
                return true;
            }
            if (!left[i].equals(right[i]) && !left[i].equals("+") && !right[i].equals("+")) {
                return false;
            }
        }
        return left.length == right.length || isParent(left, both) || isParent(right, both);
    }

    /// A filter that begins with a wildcard does not match topics that begin with `$` [MQTT-4.7.2-1].
    private static boolean isHidden(TopicFilter filter, String first) {
        return filter.startsWithWildcard() && first.startsWith("$");
    }

    /// `a/#` matches its parent `a`, too.
    private static boolean isParent(String[] levels, int other) {
        return levels.length == other + 1 && levels[other].equals("#");
    }
}
