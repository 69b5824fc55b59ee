package io.hongyan.broker;

import io.hongyan.broker.node.Cluster;
import io.hongyan.broker.subscription.FilterListener;
import io.hongyan.codec.topic.TopicFilter;

/// Tells the cluster by which filters an instance has subscribers here.
record ClusterFilters(String instance, Cluster cluster) implements FilterListener {
    static FilterListener of(String instance, Cluster cluster) {
        return cluster.isAlone() ? FilterListener.NONE : new ClusterFilters(instance, cluster);
    }

    @Override
    public void added(TopicFilter filter) {
        cluster.filterAdded(instance, filter);
    }

    @Override
    public void removed(TopicFilter filter) {
        cluster.filterRemoved(instance, filter);
    }
}
