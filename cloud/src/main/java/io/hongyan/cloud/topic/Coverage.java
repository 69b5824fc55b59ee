package io.hongyan.cloud.topic;

import io.hongyan.codec.topic.TopicFilter;

/// How two filters relate. Share names do not matter: only the filters in them do.
public final class Coverage {
    private Coverage() {}

    /// Whether every topic that the inner filter matches is matched by the outer one.
    public static boolean covers(TopicFilter outer, TopicFilter inner) {
        if (outer.startsWithWildcard() && inner.filter().startsWith("$")) {
            return false;
        }
        String[] wide = levels(outer);
        String[] narrow = levels(inner);
        for (int i = 0; i < wide.length; i++) {
            if (wide[i].equals("#")) {
                return true;
            }
            if (i == narrow.length) {
                return false;
            }
            if (wide[i].equals("+") ? narrow[i].equals("#") : !wide[i].equals(narrow[i])) {
                return false;
            }
        }
        return wide.length == narrow.length;
    }

    /// Whether there can be a topic that both filters match.
    public static boolean overlap(TopicFilter one, TopicFilter other) {
        if ((one.startsWithWildcard() && other.filter().startsWith("$"))
                || (other.startsWithWildcard() && one.filter().startsWith("$"))) {
            return false;
        }
        String[] a = levels(one);
        String[] b = levels(other);
        int both = Math.min(a.length, b.length);
        for (int i = 0; i < both; i++) {
            if (a[i].equals("#") || b[i].equals("#")) {
                return true;
            }
            if (!a[i].equals("+") && !b[i].equals("+") && !a[i].equals(b[i])) {
                return false;
            }
        }
        String[] longer = a.length > b.length ? a : b;
        return a.length == b.length || longer[both].equals("#");
    }

    private static String[] levels(TopicFilter filter) {
        return filter.filter().split("/", -1);
    }
}
