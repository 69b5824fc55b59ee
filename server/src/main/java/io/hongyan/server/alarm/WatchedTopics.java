package io.hongyan.server.alarm;

import io.hongyan.broker.Oversight;
import io.hongyan.broker.TopicStats;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The broker counts.
record WatchedTopics(Oversight oversight) implements TopicFigures.Source {
    @Override
    public void watch(Map<String, Set<String>> parents) {
        oversight.watchTopics(parents);
    }

    @Override
    public List<TopicStats> stats() {
        return oversight.topicStats();
    }
}
