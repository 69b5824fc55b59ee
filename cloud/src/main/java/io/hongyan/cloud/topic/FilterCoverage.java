package io.hongyan.cloud.topic;

import io.hongyan.codec.topic.TopicFilter;

/// Compares topic filters. The share name of a shared subscription is ignored.
public final class FilterCoverage {
    private FilterCoverage() {}

    /// Whether the outer filter matches each topic that the inner filter matches.
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

    /// Whether some topic matches both filters.
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
