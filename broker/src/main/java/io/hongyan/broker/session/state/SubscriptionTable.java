package io.hongyan.broker.session.state;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.hongyan.broker.subscription.Route;
import io.hongyan.codec.topic.Topic;
import io.hongyan.codec.topic.TopicFilter;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/// The filters of one session. Most sessions have one or none, so the first needs no table, and is kept as its bare
/// text: it is seldom asked for, and there may be a million of them.
///
/// Confined to the session's shard.
public final class SubscriptionTable {
    /// The only filter, as [#text] gives it, and its route; null when there is none, or a table.
    private byte @Nullable [] onlyFilter;

    private @Nullable Route onlyRoute;
    private @Nullable Map<TopicFilter, Route> table;
    private @Nullable SequencedMap<TopicFilter, RetainedWalk> walks;

    public int size() {
        if (table != null) {
            return table.size();
        }
        return onlyFilter == null ? 0 : 1;
    }

    /// The text of a filter in UTF-8; the array of the filter itself where that is the same.
    private static byte[] text(TopicFilter filter) {
        return filter.isShared() ? filter.text().getBytes(UTF_8) : filter.utf8();
    }

    private static TopicFilter filter(byte[] text) {
        return TopicFilter.parse(new String(text, UTF_8));
    }

    @Nullable
    public Route get(TopicFilter filter) {
        if (table != null) {
            return table.get(filter);
        }
        return Arrays.equals(text(filter), onlyFilter) ? onlyRoute : null;
    }

    public void put(TopicFilter filter, Route route) {
        byte[] text = text(filter);
        if (table != null) {
            table.put(filter, route);
        } else if (onlyFilter == null || Arrays.equals(onlyFilter, text)) {
            onlyFilter = text;
            onlyRoute = route;
        } else {
            table = new HashMap<>();
            if (onlyRoute != null) {
                table.put(filter(onlyFilter), onlyRoute);
            }
            table.put(filter, route);
            onlyFilter = null;
            onlyRoute = null;
        }
    }

    @Nullable
    public Route remove(TopicFilter filter) {
        if (walks != null) {
            walks.remove(filter);
        }
        if (table != null) {
            return table.remove(filter);
        }
        if (!Arrays.equals(text(filter), onlyFilter)) {
            return null;
        }
        Route removed = onlyRoute;
        onlyFilter = null;
        onlyRoute = null;
        return removed;
    }

    public void forEach(BiConsumer<TopicFilter, Route> action) {
        if (table != null) {
            table.forEach(action);
        } else if (onlyFilter != null && onlyRoute != null) {
            action.accept(filter(onlyFilter), onlyRoute);
        }
    }

    public void clear() {
        onlyFilter = null;
        onlyRoute = null;
        table = null;
        walks = null;
    }

    /// Retained messages have to be sent for that filter.
    public void begin(RetainedWalk walk) {
        SequencedMap<TopicFilter, RetainedWalk> present = walks;
        if (present == null) {
            present = new LinkedHashMap<>(2);
            walks = present;
        }
        present.putLast(walk.filter(), walk);
    }

    public boolean hasWalks() {
        return walks != null && !walks.isEmpty();
    }

    /// Whether a walk has not ended.
    public boolean isUnderWay(RetainedWalk walk) {
        return walks != null && walk.equals(walks.get(walk.filter()));
    }

    /// The client was sent a message live that its topic retains.
    public void passed(Topic topic) {
        if (walks != null) {
            walks.values().forEach(walk -> walk.passed(topic));
        }
    }

    /// The walk that is under way, or null.
    @Nullable
    public RetainedWalk walk() {
        return hasWalks() && walks != null ? walks.firstEntry().getValue() : null;
    }

    /// The first walk has reached its end.
    public void endWalk() {
        if (walks != null) {
            walks.pollFirstEntry();
            if (walks.isEmpty()) {
                walks = null;
            }
        }
    }
}
