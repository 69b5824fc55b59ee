package io.hongyan.server.alarm;

import io.hongyan.broker.TopicStats;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The figures of the parent topics that alarms look at, minute by minute. One thread.
final class TopicFigures {
    private static final double SECONDS = 60;

    private final Source source;
    private Map<Name, TopicStats> before = Map.of();
    private Map<Name, TopicStats> now = Map.of();

    /// Who counts.
    interface Source {
        /// Counts for these parent topics from now on, by instance, and for no other.
        void watch(Map<String, Set<String>> parents);

        /// What was counted since each is watched.
        List<TopicStats> stats();
    }

    private record Name(String instance, String parent) {}

    TopicFigures(Source source) {
        this.source = source;
    }

    /// A minute is over.
    ///
    /// @param wanted parent topics to count for in the next one, by instance
    void take(Map<String, Set<String>> wanted) {
        before = now;
        now = new HashMap<>();
        source.stats().forEach(each -> now.put(new Name(each.instance(), each.parent()), each));
        source.watch(wanted);
    }

    /// Null for a parent topic that was not watched for a whole minute.
    @Nullable
    Double value(String instance, String parent, TopicMeasure measure) {
        Name name = new Name(instance, parent);
        TopicStats present = now.get(name);
        if (present == null) {
            return null;
        }
        TopicStats old = before.getOrDefault(name, new TopicStats(instance, parent, 0, 0, 0));
        return switch (measure) {
            case RECEIVE_TPS -> grown(old.messagesReceived(), present.messagesReceived()) / SECONDS;
            case SEND_TPS -> grown(old.messagesSent(), present.messagesSent()) / SECONDS;
            case SUBSCRIPTIONS -> (double) present.subscriptions();
        };
    }

    private static double grown(long old, long present) {
        return present < old ? present : present - old; // the instance was deleted, and made again
    }
}
