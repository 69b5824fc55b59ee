package io.hongyan.cluster.route;

import io.hongyan.cluster.peer.MalformedFrame;
import io.hongyan.codec.topic.TopicFilter;

/// Where a filter has its wildcards. All filters of one shape are found by one look into a table: the topic, with the
/// shape laid over it, has the same [key][RouteKeys] as the filter.
///
/// A shape has at most 16 levels and 3 times `+`: a filter with more is told as the coarser one that ends in `#` where
/// the bound is. A node then gets messages that none of its subscribers wants, and misses none. So a topic has a
/// bounded number of shapes to be looked up for, whatever filters clients make up.
///
/// @param levels how many there are before `#`, or in all, 0 to 16; 0 for a filter without wildcards
/// @param pluses a bit for each level that is `+`, the lowest for the first
/// @param open whether it ends in `#`
record FilterShape(int levels, int pluses, boolean open) {
    /// Of all filters without wildcards, which have any number of levels.
    static final FilterShape EXACT = new FilterShape(0, 0, false);

    static final int MOST_LEVELS = 16;
    static final int MOST_PLUSES = 3;

    private static final int OPEN = 1 << 5;
    private static final int PLUSES_AT = 8;

    static FilterShape of(TopicFilter filter) {
        if (!filter.hasWildcard()) {
            return EXACT;
        }
        byte[] utf8 = filter.utf8();
        int level = 0;
        int pluses = 0;
        int at = 0;
        while (at <= utf8.length) {
            boolean plus = at < utf8.length && utf8[at] == '+';
            boolean hash = at < utf8.length && utf8[at] == '#';
            if (hash || level == MOST_LEVELS || (plus && Integer.bitCount(pluses) == MOST_PLUSES)) {
                return new FilterShape(level, pluses, true);
            }
            pluses |= plus ? 1 << level : 0;
            level++;
            at = LevelHashes.end(utf8, at) + 1;
        }
        return new FilterShape(level, pluses, false);
    }

    boolean isExact() {
        return equals(EXACT);
    }

    boolean isPlus(int level) {
        return (pluses >>> level & 1) != 0;
    }

    /// Whether filters of the shape may match topics with so many levels.
    ///
    /// @param dollar whether the topic begins with `$`: filters that begin with a wildcard pass by it [MQTT-4.7.2-1]
    boolean fits(int topicLevels, boolean dollar) {
        if (dollar && (levels == 0 || isPlus(0))) {
            return false;
        }
        return open ? topicLevels >= levels : topicLevels == levels;
    }

    /// As it stands in frames.
    int code() {
        return levels | (open ? OPEN : 0) | pluses << PLUSES_AT;
    }

    /// @throws MalformedFrame when no shape has that code
    static FilterShape of(int code) {
        FilterShape shape = new FilterShape(code & OPEN - 1, code >>> PLUSES_AT, (code & OPEN) != 0);
        boolean wildcard = shape.open || shape.pluses != 0;
        if (shape.levels > MOST_LEVELS
                || shape.pluses >>> shape.levels != 0
                || Integer.bitCount(shape.pluses) > MOST_PLUSES
                || shape.code() != code
                || !wildcard) {
            throw new MalformedFrame("filters of shape " + Integer.toHexString(code));
        }
        return shape;
    }
}
