package io.hongyan.cluster.route;

import io.hongyan.codec.topic.Topic;
import org.jspecify.annotations.Nullable;

/// Asks who gets a message, and remembers the answers for the latest topics. An answer is taken while the topic's
/// generation stands still. Bounded: a topic has one place, where a new one drives out the old one, and long topics are
/// not remembered.
///
/// Confined to its loop.
public final class RouteReader {
    private static final int PLACES = 4096;
    private static final int LONGEST_TOPIC = 256;

    private final RouteTable table;
    private final LevelHashes levels = new LevelHashes();
    private final @Nullable Answer[] answers = new Answer[PLACES];

    RouteReader(RouteTable table) {
        this.table = table;
    }

    private record Answer(
            String instance,
            Topic topic,
            @Nullable InstanceRoutes routes,
            long key,
            long generation,
            RouteMatch match) {}

    /// The other nodes that have subscribers for a topic.
    public RouteMatch match(String instance, Topic topic) {
        int hash = topic.hashCode() + 31 * instance.hashCode();
        int place = (hash ^ hash >>> 16) & PLACES - 1;
        Answer known = answers[place];
        if (known != null
                && known.topic.equals(topic)
                && known.instance.equals(instance)
                && table.generation(known.key, known.routes) == known.generation) {
            return known.match;
        }
        InstanceRoutes routes = table.instance(instance);
        levels.of(topic.utf8());
        long key = table.exactKey(instance, routes, levels);
        // The generation first: a change in between makes the answer stale, never wrong.
        long generation = table.generation(key, routes);
        RouteMatch match = table.match(topic, key, levels, routes);
        if (topic.length() <= LONGEST_TOPIC) {
            answers[place] = new Answer(instance, topic, routes, key, generation, match);
        }
        return match;
    }
}
